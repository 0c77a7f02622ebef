package io.countersign.api.testkit;

import io.countersign.api.operation.Plan;

/** One entry into a plug-in with an approved plan. */
record PlanEntry(TestRun owner, RunRecord run, EntryGuard guard, Plan plan) {}
