package io.countersign.integration;

import static org.junit.Assert.assertEquals;

import io.countersign.api.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.Test;

/** An orderly stop and a start lose nothing: what waits goes on, what has ended can be read, who is signed in stays so. */
public final class RestartIT {
    @Test
    public void keepsWaitingAndEndedExecutionsAndSessions() {
        DemoPlatform platform = TestPlatforms.mortal();
        Workflow workflow = new Workflow(platform);
        StripeBooks books = new StripeBooks(platform.stripe());
        books.setAvailable(Map.of("qar", 20_000L, "usd", 30_000L));
        String ended =
                workflow.complete(Workflow.PAYOUT, Workflow.payoutOf("qar")).text("id");
        String awaiting = workflow.submit(Workflow.PAYOUT, Workflow.payoutOf("usd"));
        workflow.await(awaiting, "AWAITING_APPROVAL");
        String scheduled = scheduled(workflow);
        Map<String, String> before = everything(workflow, ended, awaiting, scheduled);
        long booked = books.size();

        platform.distribution().stop();
        platform.distribution().start().awaitReady();

        // the clients still use the tokens they had before
        assertEquals(before, everything(workflow, ended, awaiting, scheduled));
        assertEquals("a restart moves no money", Map.of(), books.payoutsSince(booked));
        workflow.approve(awaiting);
        workflow.await(awaiting, "COMPLETED");
        assertEquals(Map.of("usd", 30_000L), books.paidSince(booked));
        platform.forgetSessions();
        assertEquals("SCHEDULED", workflow.execution(scheduled).text("state"));
    }

    private static String scheduled(Workflow workflow) {
        String id = workflow.operator()
                .submit(
                        Workflow.PAYOUT,
                        Json.object()
                                .put("parameters", Workflow.payoutOf("eur"))
                                .put(
                                        "scheduledFor",
                                        Instant.now().plus(1, ChronoUnit.DAYS).toString())
                                .build(),
                        UUID.randomUUID().toString())
                .expect(202)
                .json()
                .asObject()
                .text("id");
        workflow.approve(id);
        workflow.await(id, "SCHEDULED");
        return id;
    }

    private static Map<String, String> everything(Workflow workflow, String... ids) {
        Map<String, String> all = new TreeMap<>();
        for (String id : ids) all.putAll(workflow.everythingAbout(id));
        return all;
    }
}
