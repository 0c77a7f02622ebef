package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.registry.Release;
import io.countersign.core.testing.FakeReleaseInstaller;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public final class PluginRoutesTest {
    private TestNode node;
    private Client administrator;

    @Before
    public void start() throws IOException {
        node = new TestNode();
        administrator = node.as("administrator");
    }

    @After
    public void stop() {
        node.close();
    }

    @Test
    public void anUploadTakesOverAndARollbackGoesBack() {
        Answer created = upload("bank-2.0.0.jar", "two");
        JsonObject two = created.json();
        assertEquals(201, created.status());
        assertEquals("ACTIVE", two.text("state"));
        assertEquals("upload/bank-2.0.0.jar", two.text("source"));
        assertEquals(two, administrator.get(created.header("Location")).json());
        JsonObject one = plugin(TestNode.RELEASE);
        assertEquals("DRAINING", one.text("state"));
        assertEquals("replaced by " + two.text("digest"), one.object("drain").text("reason"));

        JsonObject back = act(two.text("digest"), "rollback", "it miscounts").json();

        assertEquals(TestNode.RELEASE, back.text("digest"));
        assertEquals("ACTIVE", back.text("state"));
        assertFalse(back.has("drain"));
        JsonObject drain = plugin(two.text("digest")).object("drain");
        assertTrue(drain.flag("byPerson"));
        assertEquals("rolled back to " + TestNode.RELEASE + " by administrator: it miscounts", drain.text("reason"));
    }

    @Test
    public void aReleaseIsStoppedStartedAndWithdrawn() {
        assertEquals("DRAINING", act(TestNode.RELEASE, "stop", "").json().text("state"));
        assertEquals(409, act(TestNode.RELEASE, "stop", "").status());
        assertEquals("ACTIVE", act(TestNode.RELEASE, "start", "").json().text("state"));
        assertEquals("WITHDRAWN", act(TestNode.RELEASE, "withdraw", "").json().text("state"));
        assertEquals(Release.State.WITHDRAWN, row().state());
    }

    @Test
    public void theListSaysWhatStillNeedsAReleaseAndWhatIsWrongHere() {
        node.installer.troubles.put(TestNode.RELEASE, "its jar is missing");
        upload("broken.jar", "broken");

        JsonObject plugins = administrator.get("/plugins").json();

        JsonObject release = plugins.array("items").objects().get(0);
        assertEquals("its jar is missing", release.text("trouble"));
        assertEquals(0, release.integer("running"));
        assertEquals(0, release.integer("settling"));
        assertEquals(0, release.integer("abandonedThreads"));
        assertEquals(
                List.of("upload/broken.jar"),
                plugins.array("refused").objects().stream()
                        .map(refused -> refused.text("source"))
                        .toList());
        assertEquals(0, plugins.integer("abandonedThreads"));
    }

    @Test
    public void aJarThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() {
        long max = FakeReleaseInstaller.JAR_BYTES_MAX;
        Answer counted = upload("bank.jar", "x".repeat((int) max + 1));
        Answer told = upload("bank.jar", "x".repeat((int) max + 100_000));

        for (Answer answer : List.of(counted, told)) {
            assertEquals(413, answer.status());
            assertEquals(
                    "urn:countersign:problem:release-too-large", answer.json().text("type"));
            assertTrue(answer.body(), answer.json().text("detail").contains("etc/io.countersign.deployer.cfg"));
        }
        assertEquals(1, node.releases.list().size());
    }

    @Test
    public void aFileNameIsPlain() {
        for (String name : List.of("../bank.jar", "bank/bank.jar", ".jar", "a b.jar")) {
            assertEquals(name, 422, upload(name, "two").status());
        }
        assertEquals(1, node.releases.list().size());
    }

    @Test
    public void anUploadWithAPartTooManyIsNotInstalled() {
        String form = String.join(
                "\r\n",
                "--X",
                "Content-Disposition: form-data; name=\"file\"; filename=\"a.jar\"",
                "",
                "two",
                "--X",
                "Content-Disposition: form-data; name=\"more\"",
                "",
                "more",
                "--X--",
                "");

        Answer refused = administrator.send(
                "POST", "/plugins", BodyPublishers.ofString(form), "Content-Type", "multipart/form-data; boundary=X");

        assertEquals("urn:countersign:problem:invalid-upload", refused.json().text("type"));
        assertEquals(1, node.releases.list().size());
    }

    @Test
    public void whatChangesIsLoggedUnderThePersonsName() {
        act(TestNode.RELEASE, "stop", "month end");

        JsonObject entry = administrator
                .get("/audit/entries?subject=release:" + TestNode.RELEASE)
                .items()
                .objects()
                .get(0)
                .object("entry");
        assertEquals("release.deactivated", entry.text("action"));
        assertEquals("administrator", entry.object("actor").text("name"));
        assertEquals(
                "stopped by administrator: month end", entry.object("details").text("reason"));
    }

    private Answer upload(String name, String jar) {
        return administrator.upload("/plugins", name, "application/java-archive", jar);
    }

    private Answer act(String digest, String action, String comment) {
        return administrator.post(
                "/plugins/" + digest + "/" + action,
                Json.object().put("comment", comment).build());
    }

    private JsonObject plugin(String digest) {
        return administrator.get("/plugins/" + digest).json();
    }

    private Release row() {
        return node.releases.find(TestNode.RELEASE).orElseThrow();
    }
}
