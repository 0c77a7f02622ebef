package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.file.StoredFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

/** Files, their versions, and what executions wrote. */
public abstract class FileContract extends ContractTest {

    @Test
    public void versionsFollowEachOther() {
        StoredFile first = upload("input.csv", "u-1");
        StoredFile second = recordVersion(first.id(), "input-2.csv");

        assertEquals(2, second.version());
        assertEquals(Optional.of(first), ports.files().find(first.id(), 1));
        assertEquals(Optional.of(second), ports.files().find(first.id(), 2));
        assertEquals(Optional.of(second), ports.files().find(first.id(), null));
        assertEquals(Optional.empty(), ports.files().find(first.id(), 3));
        assertEquals(Optional.empty(), ports.files().find("none", null));
        assertEquals(List.of(first, second), ports.files().versions(first.id()));
        assertEquals(List.of("file.uploaded", "file.uploaded"), audited(first.id()));
        assertThrows(IllegalArgumentException.class, () -> recordVersion(Samples.id(), "input.csv"));
    }

    @Test
    public void concurrentVersionsGetDifferentNumbers() throws Exception {
        int writers = 4;
        StoredFile file = upload("input.csv", "u-1");
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<StoredFile>> written = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                written.add(threads.submit(() -> recordVersion(file.id(), "input.csv")));
            }
            Set<Integer> versions = new HashSet<>();
            for (Future<StoredFile> version : written) {
                versions.add(version.get().version());
            }
            assertEquals(Set.of(2, 3, 4, 5), versions);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    public void outputOfTheSameNameIsAFurtherVersion() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);

        StoredFile first = output(execution, "report.csv", fence);
        StoredFile other = output(execution, "errors.csv", fence);
        StoredFile second = output(execution, "report.csv", fence);

        assertEquals(first.id(), second.id());
        assertEquals(2, second.version());
        assertEquals(List.of(other, second), ports.files().outputs(execution.text()));
        assertEquals("file", newestEvent(execution).kind());
        assertEquals(first.id(), newestEvent(execution).data().text("id"));
        assertEquals(2, newestEvent(execution).data().integer("version"));
        assertEquals("report.csv", newestEvent(execution).data().text("name"));
        assertEquals("file.written", audited(execution).get(0));
    }

    @Test
    public void outputOfALostFenceIsRefused() {
        ExecutionId execution = submitted();
        long fence = Samples.started(ports.executions(), execution);

        refused(FenceLostException.class, execution, () -> output(execution, "report.csv", fence - 1));
        assertEquals(List.of(), ports.files().outputs(execution.text()));
    }

    @Test
    public void listsNewestVersionsOfAnOwnerInPages() {
        String owner = Samples.id();
        List<StoredFile> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            StoredFile file = Samples.file(Samples.id(), "file-" + i, owner, null);
            StoredFile later = new StoredFile(
                    file.id(),
                    1,
                    file.name(),
                    file.mediaType(),
                    file.sizeBytes(),
                    file.sha256(),
                    owner,
                    file.ownerName(),
                    null,
                    Samples.AT.plusSeconds(i));
            ports.files().recordUpload(later, Samples.audit(AuditAction.FILE_UPLOADED, file.id()));
            files.add(0, later);
        }
        upload("of somebody else", "u-1");

        assertEquals(files.subList(0, 3), ports.files().list(owner, null, 3));
        assertEquals(files.subList(3, 5), ports.files().list(owner, files.get(2).id(), 3));
        assertEquals(List.of(), ports.files().list(owner, files.get(4).id(), 3));
        assertEquals(1, ports.files().list(null, null, 1).size());
    }

    private StoredFile upload(String name, String owner) {
        StoredFile file = Samples.file(Samples.id(), name, owner, null);
        ports.files().recordUpload(file, Samples.audit(AuditAction.FILE_UPLOADED, file.id()));
        return file;
    }

    private StoredFile recordVersion(String id, String name) {
        return ports.files().recordVersion(file(id, name, null), Samples.audit(AuditAction.FILE_UPLOADED, id));
    }

    private StoredFile output(ExecutionId execution, String name, long fence) {
        return ports.files()
                .recordOutput(
                        file(Samples.id(), name, execution), fence, Samples.audit(AuditAction.FILE_WRITTEN, execution));
    }

    private static StoredFile file(String id, String name, @Nullable ExecutionId execution) {
        return Samples.file(id, name, "u-1", execution);
    }
}
