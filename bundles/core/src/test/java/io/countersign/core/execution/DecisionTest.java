package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.PermissionDeniedException;
import io.countersign.core.access.Role;
import io.countersign.core.approval.BarredFromApprovalException;
import io.countersign.core.approval.PlanDigestMismatchException;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Who may sign a plan, and what a signature binds to; each refusal is noted. */
public class DecisionTest {
    /** May do everything, and still not sign their own work. */
    private static final Caller ANN_AS_APPROVER =
            new Caller(Platform.ANN.userId(), "ann", Set.of(Role.OPERATOR, Role.APPROVER), Authentication.SESSION, "");

    @Rule
    public final Platform platform = new Platform();

    private ExecutionId id = new ExecutionId("0".repeat(32));

    @Before
    public void plan() {
        id = platform.submit();
        platform.work();
    }

    @Test
    public void nobodySignsTheirOwnWork() {
        assertRefused(BarredFromApprovalException.class, ANN_AS_APPROVER, digest());
    }

    @Test
    public void aSignatureIsForThePlanThatWasSeen() {
        assertRefused(PlanDigestMismatchException.class, Platform.BOB, "0".repeat(64));
        assertRefused(PlanDigestMismatchException.class, Platform.BOB, digest().toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    public void signingNeedsThePermission() {
        assertRefused(PermissionDeniedException.class, Platform.person("dan", Role.OPERATOR), digest());
        assertRefused(PermissionDeniedException.class, Platform.person("eve", Role.ADMINISTRATOR), digest());
    }

    @Test
    public void aSecondDecisionIsRefused() {
        platform.approve(id);
        assertEquals(ExecutionState.QUEUED, platform.state(id));
        assertThrows(
                StateConflictException.class,
                () -> platform.node.approvals.decide(Platform.CAROL, id, Decision.Kind.REJECTED, digest(), "too late"));
        assertNoted("StateConflictException");
        assertEquals(1, platform.executions.decisions(id).size());
    }

    @Test
    public void aRejectionNeedsAReasonAndEndsIt() {
        assertThrows(
                InvalidRequestException.class,
                () -> platform.node.approvals.decide(Platform.BOB, id, Decision.Kind.REJECTED, digest(), " "));
        assertNoted("InvalidRequestException");
        platform.node.approvals.decide(Platform.BOB, id, Decision.Kind.REJECTED, digest(), "wrong account");

        assertEquals(ExecutionState.REJECTED, platform.state(id));
        assertEquals(new Failure("rejected", "rejected by bob: wrong account"), platform.failure(id));
        assertTrue(platform.actions(id).contains(AuditAction.EXECUTION_REJECTED));
        platform.work();
        assertTrue(platform.bank.calls().isEmpty());
    }

    @Test
    public void aCommentThatIsTooLongIsRefused() {
        assertThrows(
                InvalidRequestException.class,
                () -> platform.node.approvals.decide(
                        Platform.BOB, id, Decision.Kind.APPROVED, digest(), "x".repeat(2001)));
        assertEquals(ExecutionState.AWAITING_APPROVAL, platform.state(id));
    }

    private String digest() {
        return String.valueOf(platform.execution(id).planDigest());
    }

    private void assertRefused(Class<? extends RuntimeException> refusal, Caller caller, String digest) {
        assertThrows(refusal, () -> platform.node.approvals.decide(caller, id, Decision.Kind.APPROVED, digest, ""));
        assertNoted(refusal.getSimpleName());
        assertEquals(ExecutionState.AWAITING_APPROVAL, platform.state(id));
        assertTrue(platform.executions.decisions(id).isEmpty());
    }

    private void assertNoted(String refusal) {
        List<AuditEntry> entries = platform.audit.entries();
        AuditEntry last = entries.get(entries.size() - 1);
        assertEquals(AuditAction.REQUEST_REFUSED, last.action());
        assertEquals(EngineParts.subject(id), last.subject());
        assertEquals(refusal, last.details().text("refusal"));
    }
}
