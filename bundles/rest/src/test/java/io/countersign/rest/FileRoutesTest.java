package io.countersign.rest;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.plan.Sha256;
import io.countersign.rest.Client.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public final class FileRoutesTest {
    private static final String FORM = "multipart/form-data; boundary=X";
    private static final String HEAD =
            "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n";

    private TestNode node;
    private Client operator;

    @Before
    public void start() throws IOException {
        node = new TestNode();
        operator = node.as("operator");
    }

    @After
    public void stop() {
        node.close();
    }

    @Test
    public void whatWasUploadedIsHandedOutAsADownload() {
        Answer created = operator.upload("/files", "a b.csv", "text/csv; charset=utf-8", "date,amount\n");
        JsonObject file = created.json();
        assertEquals(201, created.status());
        assertEquals("text/csv", file.text("mediaType"));
        assertEquals(12, file.integer("sizeBytes"));
        assertEquals(ApiDoor.API + "/files/" + file.text("id") + "?version=1", created.header("Location"));
        assertEquals(file, operator.get(created.header("Location")).json());

        Answer content = operator.get("/files/" + file.text("id") + "/content");
        assertEquals("date,amount\n", content.body());
        assertEquals("12", content.header("Content-Length"));
        assertEquals(
                "attachment; filename=\"a b.csv\"; filename*=UTF-8''a%20b.csv", content.header("Content-Disposition"));
        assertTrue(content.header("Repr-Digest").startsWith("sha-256=:"));
        assertEquals("nosniff", content.header("X-Content-Type-Options"));
    }

    @Test
    public void aFurtherVersionLeavesTheEarlierOneAsItWas() {
        String path = "/files/"
                + operator.upload("/files", "a.csv", "text/csv", "one").json().text("id");

        assertEquals(
                2,
                operator.upload(path + "/versions", "a.csv", "text/csv", "two")
                        .json()
                        .integer("version"));

        assertEquals("two", operator.get(path + "/content").body());
        assertEquals("one", operator.get(path + "/content?version=1").body());
        assertEquals(2, operator.get(path + "/versions").items().size());
        assertEquals(404, operator.get(path + "?version=3").status());
        assertEquals(400, operator.get(path + "?version=0").status());
        assertEquals(
                422,
                node.as("second-operator")
                        .upload(path + "/versions", "a.csv", "text/csv", "theirs")
                        .status());
    }

    @Test
    public void filesArePaged() {
        for (int i = 0; i < 3; i++) {
            operator.upload("/files", i + ".csv", "text/csv", "content " + i);
        }

        JsonObject first = operator.get("/files?limit=2").json();
        JsonObject second = operator.get("/files?limit=2&cursor=" + first.text("nextCursor"))
                .json();

        List<String> names = new ArrayList<>();
        first.array("items").objects().forEach(file -> names.add(file.text("name")));
        second.array("items").objects().forEach(file -> names.add(file.text("name")));
        assertEquals(List.of("2.csv", "1.csv", "0.csv"), names);
    }

    @Test
    public void aLargeFileIsReadWhileItArrivesAndNotKeptInMemory() throws IOException {
        // without a length, as a browser's stream is; the store sees bytes before the last ones were sent
        byte[] chunk = new byte[64 * 1024];
        long sizeBytes = 100L * chunk.length;
        Answer created = operator.send(
                "POST", "/files", BodyPublishers.ofInputStream(() -> form(new Zeros(sizeBytes))), "Content-Type", FORM);

        assertEquals(created.body(), 201, created.status());
        assertEquals(sizeBytes, created.json().integer("sizeBytes"));
        assertEquals(Sha256.hex(new byte[(int) sizeBytes]), created.json().text("sha256"));
    }

    @Test
    public void bytesBeyondTheLimitAreRefusedHoweverTheyCome() throws IOException {
        Answer announced = operator.upload("/files", "a.csv", "text/csv", "x".repeat(9 * 1024 * 1024));
        Answer counted = operator.send(
                "POST",
                "/files",
                BodyPublishers.ofInputStream(() -> form(new Zeros(TestNode.UPLOAD_BYTES_MAX + 1))),
                "Content-Type",
                FORM);

        assertEquals(413, announced.status());
        assertEquals(413, counted.status());
        assertEquals(TestNode.UPLOAD_BYTES_MAX, counted.json().integer("sizeBytesMax"));
        assertNothingKept();
    }

    @Test
    public void aFormThatIsNotExactlyOneFileIsRefusedAndNothingOfItKept() throws IOException {
        String second =
                "\r\n--X\r\nContent-Disposition: form-data; name=\"more\"; filename=\"b.csv\"\r\n\r\nb\r\n--X--\r\n";
        for (String form : List.of(
                HEAD + "content that is cut off",
                HEAD + "content" + second,
                "--X\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno name\r\n--X--\r\n",
                "--X\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a.csv\"\r\n\r\na\r\n--X--\r\n",
                "--X--\r\n",
                "",
                "no form at all")) {
            Answer answer = operator.send("POST", "/files", BodyPublishers.ofString(form), "Content-Type", FORM);

            assertEquals(
                    form + answer.body(),
                    ProblemType.INVALID_UPLOAD.uri(),
                    answer.json().text("type"));
        }
        assertEquals(
                422,
                operator.send("POST", "/files", BodyPublishers.ofString(HEAD), "Content-Type", "multipart/form-data")
                        .status());
        assertEquals(415, operator.post("/files", "{}").status());
        assertNothingKept();
    }

    @Test
    public void binaryContentSurvivesUnchanged() throws IOException {
        byte[] bytes = new byte[256 * 257];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 256 ^ i / 256);
        }
        Answer created = operator.send(
                "POST",
                "/files",
                BodyPublishers.ofInputStream(() -> form(new ByteArrayInputStream(bytes))),
                "Content-Type",
                FORM);

        try (InputStream content = operator.open("/files/" + created.json().text("id") + "/content")
                .body()) {
            assertArrayEquals(bytes, content.readAllBytes());
        }
    }

    @Test
    public void aFileNameIsEscapedWhereHeadersNeedIt() {
        assertEquals(
                "attachment; filename=\"_____.csv\"; filename*=UTF-8''%22%5C%25%C3%A9%0A.csv",
                Attachment.disposition("\"\\%é\n.csv"));
        assertEquals("attachment; filename=\"__\"; filename*=UTF-8''%F0%9F%92%B6", Attachment.disposition("💶"));
    }

    private void assertNothingKept() throws IOException {
        assertEquals(0, operator.get("/files").items().size());
        try (Stream<Path> all = Files.walk(node.directory.resolve("files"))) {
            // beside the mark of the store itself
            assertEquals(
                    List.of(node.directory.resolve("files/store-identity")),
                    all.filter(Files::isRegularFile).toList());
        }
    }

    private static InputStream form(InputStream content) {
        InputStream head = new ByteArrayInputStream(HEAD.getBytes(StandardCharsets.UTF_8));
        InputStream foot = new ByteArrayInputStream("\r\n--X--\r\n".getBytes(StandardCharsets.UTF_8));
        return new SequenceInputStream(new SequenceInputStream(head, content), foot);
    }

    /** So many zeros, made as they are read. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            left -= count;
            return count;
        }
    }
}
