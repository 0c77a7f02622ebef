package io.countersign.rest;

import io.countersign.core.access.AccessService;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.connection.Connections;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ResolutionService;
import io.countersign.core.file.FileService;
import io.countersign.core.inbound.InboundService;
import io.countersign.core.registry.OperationCatalogue;
import io.countersign.core.release.ReleaseService;

/** What the API delegates to. */
record ApiServices(
        AccessService access,
        OperationCatalogue catalogue,
        ReleaseService releases,
        ExecutionService executions,
        ApprovalService approvals,
        ResolutionService resolutions,
        FileService files,
        Connections connections,
        AuditRepository audits,
        InboundService inbound,
        NodeHealth health) {}
