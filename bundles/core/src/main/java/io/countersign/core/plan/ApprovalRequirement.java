package io.countersign.core.plan;

import io.countersign.api.operation.Plan;

/**
 * What has to be signed before a plan may be executed.
 *
 * @param approvals how many people other than the initiator must approve; zero for a plan that changes nothing outside
 */
public record ApprovalRequirement(int approvals) {

    /** One other person for every plan that changes something outside. */
    public static ApprovalRequirement of(Plan plan) {
        return new ApprovalRequirement(plan.isReadOnly() ? 0 : 1);
    }

    public boolean isAutomatic() {
        return approvals == 0;
    }
}
