package io.countersign.persistence;

import io.countersign.core.testing.AccessContract;
import io.countersign.core.testing.AuditContract;
import io.countersign.core.testing.BackupContract;
import io.countersign.core.testing.DecisionContract;
import io.countersign.core.testing.EffectJournalContract;
import io.countersign.core.testing.ExecutionReadingContract;
import io.countersign.core.testing.FileContract;
import io.countersign.core.testing.InboundContract;
import io.countersign.core.testing.PlaceContract;
import io.countersign.core.testing.PortsUnderTest;
import io.countersign.core.testing.ReleaseContract;
import io.countersign.core.testing.RunRecordContract;
import io.countersign.core.testing.SubmissionContract;
import io.countersign.core.testing.TransitionContract;
import org.junit.experimental.runners.Enclosed;
import org.junit.runner.RunWith;

/** The contracts of all ports on PostgreSQL. */
@RunWith(Enclosed.class)
public final class PostgresPortsIT {

    private static PortsUnderTest onDatabase() {
        return TestDatabases.ports(TestDatabases.postgres());
    }

    public static final class SubmissionTest extends SubmissionContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class TransitionTest extends TransitionContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class PlaceTest extends PlaceContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class DecisionTest extends DecisionContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class EffectJournalTest extends EffectJournalContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class RunRecordTest extends RunRecordContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class ExecutionReadingTest extends ExecutionReadingContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class AccessTest extends AccessContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class FileTest extends FileContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class ReleaseTest extends ReleaseContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class AuditTest extends AuditContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class BackupTest extends BackupContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }

    public static final class InboundTest extends InboundContract {
        @Override
        protected PortsUnderTest ports() {
            return onDatabase();
        }
    }
}
