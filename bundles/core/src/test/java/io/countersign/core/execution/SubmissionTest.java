package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.InvalidParametersException;
import io.countersign.api.operation.ValidationResult;
import io.countersign.core.access.Caller;
import io.countersign.core.access.PermissionDeniedException;
import io.countersign.core.access.Role;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.file.FileStore;
import io.countersign.core.file.StoredFile;
import io.countersign.core.plan.PlanDocument;
import io.countersign.core.registry.UnknownOperationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.Rule;
import org.junit.Test;

/** What is accepted, what is refused, and what is frozen. */
public class SubmissionTest {
    @Rule
    public final Platform platform = new Platform();

    @Test
    public void theSameKeyAndBodyIsTheSameExecution() {
        ExecutionId first = submit("key-1", "as every month");
        ExecutionId second = submit("key-1", "as every month");
        assertEquals(first, second);
        assertEquals(1, platform.executions.work().items().size());
        assertNotEquals(first, submit("key-2", "as every month"));
    }

    @Test
    public void theSameKeyWithAnotherBodyIsRefused() {
        ExecutionId first = submit("key-1", "as every month");
        IdempotencyConflictException refused =
                assertThrows(IdempotencyConflictException.class, () -> submit("key-1", "twice as much"));
        assertTrue(String.valueOf(refused.getMessage()).contains(first.text()));
        assertRefusalNoted("IdempotencyConflictException");
    }

    @Test
    public void aFullQueueTakesNothing() {
        for (int i = 0; i < 5; i++) {
            platform.submit();
        }
        QueueFullException refused = assertThrows(QueueFullException.class, platform::submit);
        assertTrue(String.valueOf(refused.getMessage()).contains("5"));
        assertEquals(5, platform.executions.work().items().size());
        platform.work();
        platform.submit();
    }

    @Test
    public void anUnknownOperationIsRefused() {
        SubmitRequest request = new SubmitRequest("bank.steal", JsonObject.empty(), "", null, null);
        assertThrows(UnknownOperationException.class, () -> platform.node.service.submit(Platform.ANN, request));
        assertRefusalNoted("UnknownOperationException");
    }

    @Test
    public void whoMayNotExecuteMayNotSubmit() {
        assertThrows(
                PermissionDeniedException.class, () -> platform.node.service.submit(Platform.BOB, Platform.request()));
        assertRefusalNoted("PermissionDeniedException");
        assertEquals(0, platform.executions.work().items().size());
    }

    @Test
    public void everyProblemOfTheParametersIsToldAtOnce() {
        JsonObject wrong = Json.object().put("limit", "0").put("colour", "red").build();
        InvalidParametersException refused =
                assertThrows(InvalidParametersException.class, () -> submit(Platform.ANN, wrong));
        assertEquals(
                List.of("colour", "account", "limit"),
                refused.result().problems().stream()
                        .map(ValidationResult.Problem::parameter)
                        .toList());
        assertRefusalNoted("InvalidParametersException");
    }

    @Test
    public void anUnusableConnectionIsRefused() {
        assertProblem(
                "account", "connection", Json.object().put("account", "closed").build());
    }

    @Test
    public void thePluginsOwnRulesAreAsked() {
        platform.node.plugin.validation = ValidationResult.invalid("account", "weekend", "not at the weekend");
        assertProblem("account", "weekend", Platform.request().parameters());
    }

    @Test
    public void aFileIsFrozenByItsDigest() throws IOException {
        store("f1", "list.csv", "text/csv", "a,b\n", Platform.ANN);
        ExecutionId id = submit(Platform.ANN, withFile("f1"));
        JsonObject frozen = platform.execution(id).parameters().object("list");
        assertEquals(1, frozen.integer("version"));
        assertEquals(io.countersign.core.plan.Sha256.hex("a,b\n"), frozen.text("sha256"));

        StoredFile newer = platform.files.find("f1", null).orElseThrow();
        platform.files.recordVersion(newer, entry());
        StringBuilder read = new StringBuilder();
        platform.node.plugin.planning = context -> {
            read.append(new String(context.input("list").open().readAllBytes(), StandardCharsets.UTF_8));
            return platform.node.plugin.payEachItem(context);
        };
        platform.work();
        assertEquals("a,b\n", read.toString());
        assertTrue(
                platform.executions.findPlan(id).orElseThrow().document().text().contains(frozen.text("sha256")));
    }

    @Test
    public void anUnknownFileIsRefused() {
        assertProblem("list", "file", withFile("f9"));
    }

    @Test
    public void nobodyUsesAFileTheyMayNotRead() throws IOException {
        store("f1", "list.csv", "text/csv", "a,b\n", Platform.ANN);
        Caller machine = Platform.person("machine", Role.INTEGRATOR);
        InvalidParametersException refused =
                assertThrows(InvalidParametersException.class, () -> submit(machine, withFile("f1")));
        assertEquals("file", refused.result().problems().get(0).rule());
    }

    @Test
    public void anotherMediaTypeIsRefused() throws IOException {
        store("f1", "list.pdf", "application/pdf", "a,b\n", Platform.ANN);
        assertProblem("list", "mediaType", withFile("f1"));
    }

    @Test
    public void aLargerFileIsRefused() throws IOException {
        store("f1", "list.csv", "text/csv", "x".repeat(101), Platform.ANN);
        assertProblem("list", "size", withFile("f1"));
    }

    @Test
    public void aTimeTooFarAheadIsRefused() {
        SubmitRequest request = new SubmitRequest(
                BankPlugin.NAME,
                Platform.request().parameters(),
                "",
                platform.clock.instant().plus(Duration.ofDays(367)),
                null);
        assertThrows(InvalidRequestException.class, () -> platform.node.service.submit(Platform.ANN, request));
    }

    @Test
    public void aCommentThatCannotBeKeptIsRefused() {
        assertThrows(InvalidRequestException.class, () -> submit(null, "a\u0000b"));
        assertThrows(InvalidRequestException.class, () -> submit(null, "x".repeat(2001)));
        assertThrows(InvalidRequestException.class, () -> submit("with space", ""));
    }

    @Test
    public void aPreviewWritesNothing() {
        PlanDocument preview = platform.node.service.preview(
                Platform.ANN, BankPlugin.NAME, Platform.request().parameters());
        assertEquals("rent", preview.plan().effects().get(0).id());
        assertTrue(platform.audit.entries().isEmpty());
        assertEquals(0, platform.executions.work().items().size());
    }

    @Test
    public void othersSeeOnlyWhatTheyMay() {
        ExecutionId id = platform.submit();
        Caller machine = Platform.person("machine", Role.INTEGRATOR);
        assertThrows(UnknownExecutionException.class, () -> platform.node.service.get(machine, id));
        assertTrue(platform.node
                .service
                .changedSince(machine, java.time.Instant.EPOCH, 10)
                .isEmpty());
        assertEquals(
                1,
                platform.node
                        .service
                        .changedSince(Platform.BOB, java.time.Instant.EPOCH, 10)
                        .size());
        Caller nobody = new Caller("u-x", "x", java.util.Set.of(), Platform.ANN.authentication(), "");
        assertThrows(
                PermissionDeniedException.class,
                () -> platform.node.service.changedSince(nobody, java.time.Instant.EPOCH, 10));
    }

    private ExecutionId submit(@Nullable String key, String comment) {
        return platform.node
                .service
                .submit(
                        Platform.ANN,
                        new SubmitRequest(BankPlugin.NAME, Platform.request().parameters(), comment, null, key))
                .id();
    }

    private ExecutionId submit(Caller caller, JsonObject parameters) {
        return platform.node
                .service
                .submit(caller, Platform.request(parameters))
                .id();
    }

    private void assertProblem(String parameter, String rule, JsonObject parameters) {
        InvalidParametersException refused =
                assertThrows(InvalidParametersException.class, () -> submit(Platform.ANN, parameters));
        assertEquals(1, refused.result().problems().size());
        assertEquals(parameter, refused.result().problems().get(0).parameter());
        assertEquals(rule, refused.result().problems().get(0).rule());
    }

    private void assertRefusalNoted(String refusal) {
        List<AuditEntry> entries = platform.audit.entries();
        AuditEntry last = entries.get(entries.size() - 1);
        assertEquals(AuditAction.REQUEST_REFUSED, last.action());
        assertEquals(refusal, last.details().text("refusal"));
    }

    private static JsonObject withFile(String id) {
        return Json.object().put("account", "main").put("list", id).build();
    }

    private void store(String id, String name, String mediaType, String content, Caller owner) throws IOException {
        FileStore.Kept kept =
                platform.fileStore.keep(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), 1000);
        platform.files.recordUpload(
                new StoredFile(
                        id,
                        1,
                        name,
                        mediaType,
                        kept.sizeBytes(),
                        kept.sha256(),
                        owner.userId(),
                        owner.username(),
                        null,
                        platform.clock.instant()),
                entry());
    }

    private AuditEntry entry() {
        return AuditEntry.of(
                "0".repeat(32),
                platform.clock.instant(),
                Platform.ANN,
                AuditAction.FILE_UPLOADED,
                "file:f1",
                JsonObject.empty());
    }
}
