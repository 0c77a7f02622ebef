package io.countersign.core.registry;

import io.countersign.core.audit.AuditEntry;

/**
 * What a release becomes, with its line in the log. {@link Release#revision} is the one that was read; the change is
 * written only if nobody wrote since.
 */
public record ReleaseChange(Release release, AuditEntry audit) {}
