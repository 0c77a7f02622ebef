package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Role;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Every type of problem, brought about as callers do. */
public final class ProblemTest {
    private static TestNode node;
    private static ProblemScenarios scenarios;

    @BeforeClass
    public static void start() throws IOException {
        node = new TestNode();
        scenarios = new ProblemScenarios(node);
        node.addUser("both", EnumSet.of(Role.OPERATOR, Role.APPROVER));
        node.addUser("late", EnumSet.of(Role.OPERATOR));
        node.openSession("late", node.clock.instant().minus(Duration.ofMinutes(1)));
    }

    @AfterClass
    public static void stop() {
        node.close();
    }

    @Test
    public void everyTypeIsAnsweredAsItIsListed() {
        Map<ProblemType, Supplier<Answer>> all = scenarios.all();
        assertEquals(EnumSet.allOf(ProblemType.class), all.keySet());

        all.forEach((type, scenario) -> {
            Answer answer = scenario.get();
            JsonObject problem = answer.json();
            assertEquals(type + " " + answer.body(), type.uri(), problem.text("type"));
            assertEquals(type.name(), type.status(), answer.status());
            assertEquals(type.name(), type.status(), problem.integer("status"));
            assertEquals(type.name(), type.title(), problem.text("title"));
            assertFalse(type.name(), problem.text("detail").isBlank());
            assertEquals(type.name(), Problem.MEDIA_TYPE, answer.header("Content-Type"));
            assertEquals(type.name(), answer.header("X-Request-Id"), problem.text("requestId"));
            assertTrue(type.name(), problem.text("instance").startsWith("/"));
            assertTrue(
                    type + " " + answer.body(),
                    ApiContract.faults("#/components/schemas/Problem", answer.body())
                            .isEmpty());
        });
    }

    @Test
    public void whatPassesByItselfSaysWhenToTryAgain() {
        Map<ProblemType, Supplier<Answer>> all = scenarios.all();
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == 429 || (type.status() == 503 && type != ProblemType.NOT_READY)) {
                Answer answer = Objects.requireNonNull(all.get(type)).get();

                assertTrue(type.name(), Integer.parseInt(answer.header("Retry-After")) > 0);
                assertEquals(
                        type.name(),
                        answer.header("Retry-After"),
                        Long.toString(answer.json().integer("retryAfterSeconds")));
            }
        }
    }

    @Test
    public void everyTypeHasCauseAndRemedyForPeople() {
        for (ProblemType type : ProblemType.values()) {
            for (String text : List.of(type.title(), type.cause(), type.remedy())) {
                assertTrue(type + ": " + text, text.length() > 10 && Character.isUpperCase(text.charAt(0)));
            }
            assertTrue(type.cause().endsWith(".") && type.remedy().endsWith("."));
            assertFalse(type.title().endsWith("."));
        }
    }

    @Test
    public void aDefectShowsNothingOfItselfButANumber() {
        Answer answer = scenarios.internal();

        assertEquals(32, answer.json().text("incident").length());
        assertFalse(
                answer.body(), answer.body().contains("jdbc") || answer.body().contains("Exception"));
    }

    @Test
    public void aMissingTokenIsChallengedAndAnExpiredOneNamed() {
        assertEquals("Bearer realm=\"countersign\"", node.anonymous().get("/me").header("WWW-Authenticate"));
        assertEquals(
                "Bearer realm=\"countersign\", error=\"invalid_token\"",
                node.as("late").get("/me").header("WWW-Authenticate"));
        assertEquals(
                401,
                node.anonymous().get("/me", "Authorization", "Basic bWU6bWU=").status());
    }

    @Test
    public void theAllowHeaderListsTheMethodsOfThePath() {
        assertEquals(
                "GET, HEAD, OPTIONS", node.as("operator").delete("/operations").header("Allow"));
        assertEquals(
                "GET, HEAD, OPTIONS, POST", node.as("operator").delete("/files").header("Allow"));
        assertEquals(
                "DELETE, OPTIONS, POST", node.as("operator").get("/session").header("Allow"));
        assertEquals("GET, HEAD", node.anonymous().delete("/health/live").header("Allow"));
    }

    @Test
    public void anUnknownQueryParameterIsNamedTogetherWithTheKnownOnes() {
        JsonObject problem = node.as("operator").get("/files?size=3").json();

        assertEquals("size", problem.text("field"));
        assertEquals(List.of("cursor", "limit"), problem.array("known").texts());
    }

    @Test
    public void queryParametersOutOfRangeOrGivenTwiceAreRefused() {
        for (String query : List.of(
                "limit=0",
                "limit=201",
                "limit=x",
                "limit=",
                "limit=1&limit=2",
                "cursor=!",
                "cursor=bm9uc2Vuc2U",
                "from=yesterday",
                "to=2026-11-22",
                "state=SLEEPING",
                "status=pending,,running")) {
            Answer answer = node.as("operator").get("/executions?" + query);

            assertEquals(
                    query,
                    ProblemType.INVALID_QUERY_PARAMETER.uri(),
                    answer.json().text("type"));
            assertTrue(query, query.startsWith(answer.json().text("field")));
        }
    }

    @Test
    public void unreadableJsonIsShownByLineAndColumn() {
        JsonObject problem = node.as("operator")
                .post(Transfers.PATH, "{\"comment\":\n  \"a\" \"b\"}")
                .json();

        assertEquals(2, problem.integer("line"));
        assertEquals(7, problem.integer("column"));
    }

    @Test
    public void everyInvalidParameterIsListedAtOnce() {
        JsonObject problem = node.as("operator")
                .post(Transfers.PATH, "{\"parameters\":{\"account\":\"gone\",\"colour\":\"red\"}}")
                .json();

        assertEquals(
                Set.of("amount", "colour"),
                Set.copyOf(problem.array("problems").objects().stream()
                        .map(each -> each.text("parameter"))
                        .toList()));
    }

    @Test
    public void aPathOutsideTheApiIsAProblemToo() {
        for (String path :
                List.of("/api", "/api/", "/api/v1x", "/api/v2/me", "/health/other", "/api/v1/", "/services")) {
            assertEquals(
                    path,
                    ProblemType.UNKNOWN_ROUTE.uri(),
                    node.anonymous().get(path).json().text("type"));
        }
    }
}
