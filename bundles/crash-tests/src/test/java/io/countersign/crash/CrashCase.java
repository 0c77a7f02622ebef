package io.countersign.crash;

import io.countersign.core.execution.CrashPoint;
import io.countersign.core.execution.SideEffect;
import java.util.Arrays;
import java.util.List;

/**
 * One cell of the matrix: a process dies at the point while it pays {@link #AMOUNTS} on this database and the bank does
 * this wrong; another process finishes what it left.
 */
record CrashCase(CrashPoint point, DatabaseKind database, BankFault fault) {
    /** What is asked for: a currency of two decimals and one of three, paid in this order. */
    static final String AMOUNTS = "aed=125.04,bhd=5.670";

    /** The payout that the fault hits. */
    static final String FIRST_CURRENCY = "aed";

    /** Everything that can happen, point by point so that the faults take turns. */
    static List<CrashCase> all() {
        return CrashPoint.all().stream()
                .flatMap(point -> Arrays.stream(BankFault.values())
                        .filter(fault -> fault.leadsTo(point))
                        .flatMap(fault -> Arrays.stream(DatabaseKind.values())
                                .map(database -> new CrashCase(point, database, fault))))
                .toList();
    }

    /** As the node is told: {@code after-change:2}. */
    String deadlyPass() {
        return point + ":" + fault.pass(point);
    }

    boolean isCancelled() {
        return point.effect() == SideEffect.CANCEL_REQUEST;
    }

    /** Whether the wish to cancel was noted before the process died. */
    boolean isCancelNoted() {
        return isCancelled() && point.moment() == CrashPoint.Moment.AFTER;
    }

    /** The operation is gone when its time comes, so that it has to wait. */
    boolean isHeldUp() {
        return point.effect() == SideEffect.WAITING;
    }

    /** People say what became of a payout. */
    boolean isProposed() {
        return point.effect() == SideEffect.PROPOSAL;
    }

    /** The states in which it may be when all is done; the platform stays in it by itself. */
    List<String> ends() {
        if (isProposed()) {
            return List.of("FAILED");
        }
        if (fault == BankFault.STORED_500) {
            return List.of("NEEDS_ATTENTION");
        }
        if (isCancelNoted()) {
            return List.of("CANCELLED");
        }
        // a payout that comes back before it was seen to arrive makes the execution fail
        return fault == BankFault.LATE_FAILURE ? List.of("RETURNED", "FAILED") : List.of("COMPLETED");
    }

    /** To run it again, and only it. */
    @Override
    public String toString() {
        return "-Dpoint=" + point + " -Ddatabase=" + database.word() + " -Dfault=" + fault.word();
    }
}
