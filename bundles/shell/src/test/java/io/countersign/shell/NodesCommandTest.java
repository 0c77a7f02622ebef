package io.countersign.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.core.access.NodeName;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.BackupHealthCheck;
import io.countersign.core.node.Node;
import io.countersign.core.node.NodeRegistry;
import io.countersign.core.node.NodeRepository;
import io.countersign.core.testing.FakeBackupRecords;
import io.countersign.core.testing.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class NodesCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void listsNodesAndSaysThatABackupWasRestored() throws Exception {
        TestPlatform platform = new TestPlatform(folder.getRoot().toPath());
        FakeBackupRecords backups = new FakeBackupRecords(platform.repository, platform.log);
        NodeRegistry nodes = new NodeRegistry(new OneNode(), NodeName.of("paris"));

        String before = platform.run(platform.admin, () -> nodes(nodes, backups, false));
        assertTrue(before, before.matches("(?s)NAME +ADDRESS +STATE .*\nparis +192.0.2.1 +ALIVE [^\n]*\n"));

        Samples.submitted(platform.repository);
        backups.recordRestored(Samples.audit(AuditAction.DATABASE_RESTORED, "database"));
        String after = platform.run(platform.admin, () -> nodes(nodes, backups, false));
        assertTrue(after, after.contains("\nTHE DATABASE WAS RESTORED FROM A BACKUP: 1 execution that"));
        String json = platform.run(platform.admin, () -> nodes(nodes, backups, true));
        assertEquals("one document", 1, Json.parse(json).asArray().objects().size());
    }

    private static NodesCommand nodes(NodeRegistry nodes, FakeBackupRecords backups, boolean json) {
        NodesCommand command = new NodesCommand();
        command.nodes = nodes;
        command.backup = new BackupHealthCheck(backups);
        command.json = json;
        return command;
    }

    private static final class OneNode implements NodeRepository {
        @Override
        public String self() {
            return "1";
        }

        @Override
        public Duration beatInterval() {
            return Duration.ofMinutes(1);
        }

        @Override
        public void recordBeat(String name, String address) {}

        @Override
        public void recordStop() {}

        @Override
        public List<Node> list() {
            return List.of(new Node("1", "paris", "192.0.2.1", "1.0.0", Samples.AT, Samples.AT, true));
        }
    }
}
