package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

public final class AccountRoutesTest {
    private static TestNode node;

    @BeforeClass
    public static void start() throws IOException {
        node = new TestNode();
    }

    @AfterClass
    public static void stop() {
        node.close();
    }

    @Test
    public void anAccountIsMadeSignedInToAndOutOfAgain() {
        Answer created = addUser("maria", List.of("operator", "approver"));
        assertEquals(created.body(), 201, created.status());
        assertEquals(
                List.of("operator", "approver"), created.json().array("roles").texts());
        assertFalse(created.body().contains("umbrellas"));

        Answer signedIn = signIn("maria", "seven grey umbrellas");
        assertEquals(201, signedIn.status());
        assertEquals("maria", signedIn.json().object("user").text("username"));
        Client maria = new Client(node, signedIn.json().text("token"));
        JsonObject me = maria.get("/me").json();
        assertTrue(me.array("permissions").texts().contains("execution:approve:*"));

        assertEquals(204, maria.delete("/session").status());
        assertEquals(401, maria.get("/me").status());
    }

    @Test
    public void aChangedPasswordEndsAllSessions() {
        addUser("amir", List.of("auditor"));
        Client amir =
                new Client(node, signIn("amir", "seven grey umbrellas").json().text("token"));

        assertEquals(401, change(amir, "wrong", "eight green umbrellas").status());
        assertEquals(422, change(amir, "seven grey umbrellas", "short").status());
        assertEquals(
                204,
                change(amir, "seven grey umbrellas", "eight green umbrellas").status());

        assertEquals(201, signIn("amir", "eight green umbrellas").status());
        assertEquals(401, signIn("amir", "seven grey umbrellas").status());
    }

    @Test
    public void rolesAreNamedWhenOneIsUnknown() {
        JsonObject problem = addUser("zoe", List.of("boss")).json();

        assertEquals("roles", problem.text("field"));
        assertTrue(problem.text("detail").contains("administrator"));
    }

    @Test
    public void accountsArePagedByUsername() {
        List<String> usernames = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = node.as("auditor").get("/users?limit=3" + cursor).json();
            page.array("items").objects().forEach(user -> usernames.add(user.text("username")));
            cursor = page.findText("nextCursor").map(next -> "&cursor=" + next).orElse("");
        } while (!cursor.isEmpty());

        assertEquals(usernames.stream().sorted().distinct().toList(), usernames);
        assertTrue(usernames.containsAll(List.of("administrator", "second-operator")));
    }

    private static Answer addUser(String username, List<String> roles) {
        return node.as("administrator")
                .post(
                        "/users",
                        Json.object()
                                .put("username", username)
                                .put("displayName", "Somebody")
                                .put("password", "seven grey umbrellas")
                                .put("roles", Json.texts(roles))
                                .build());
    }

    private static Answer signIn(String username, String password) {
        return node.anonymous()
                .post(
                        "/session",
                        Json.object()
                                .put("username", username)
                                .put("password", password)
                                .build());
    }

    private static Answer change(Client client, String current, String wanted) {
        return client.post(
                "/me/password",
                Json.object()
                        .put("currentPassword", current)
                        .put("newPassword", wanted)
                        .build());
    }
}
