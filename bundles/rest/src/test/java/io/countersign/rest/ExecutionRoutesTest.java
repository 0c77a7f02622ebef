package io.countersign.rest;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public final class ExecutionRoutesTest {
    @Test
    public void smoke() throws Exception {
        long start = System.nanoTime();
        try (TestNode node = new TestNode()) {
            System.out.println("UP " + (System.nanoTime() - start) / 1_000_000);
            node.down();
            start = System.nanoTime();
            node.up();
            System.out.println("AGAIN " + (System.nanoTime() - start) / 1_000_000);
            Client op = node.as("operator");
            show(op.get("/me"));
            show(op.get("/nowhere"));
            show(op.get("/operations"));
            show(op.get("/operations/bank.transfer/schema"));
            show(op.delete("/operations"));
            show(op.get("/operations?x=1"));
            show(op.get("/executions?limit=0"));
            show(node.anonymous().get("/me"));
            show(node.anonymous().get("/health/ready"));
            show(node.anonymous().get("/api/other"));
            show(
                    op.post(
                            "/operations/bank.transfer/executions",
                            "{\"parameters\":{\"account\":\"main\",\"amount\":{\"minorUnits\":\"1250\",\"currency\":\"AED\"}}}"));
            node.work();
            show(op.get("/executions?limit=1"));
            show(op.post("/operations/bank.transfer/executions", "{\"parameters\": 1"));
            show(op.post("/operations/bank.transfer/executions", "{\"parameters\":{}}"));
            show(op.send(
                    "POST",
                    "/operations/bank.transfer/executions",
                    java.net.http.HttpRequest.BodyPublishers.ofString("x"),
                    "Content-Type",
                    "text/plain"));
            show(op.send(
                    "POST",
                    "/operations/bank.transfer/executions",
                    java.net.http.HttpRequest.BodyPublishers.ofString("x")));
            show(op.get("/operations", "Accept", "text/html"));
            show(op.upload("/files", "a.csv", "text/csv", "a,b\n"));
            show(op.get("/files"));
            String id = op.get("/files").items().objects().get(0).text("id");
            show(op.get("/files/" + id + "/content"));
            show(op.get("/services"));
            show(op.send("OPTIONS", "/operations", java.net.http.HttpRequest.BodyPublishers.noBody()));
            node.keepWorking();
            show(op.post("/operations/bank.report/executions?wait=10", "{}"));
            String ex = op.get("/executions?limit=1").items().objects().get(0).text("id");
            try (var s = op.open("/executions/" + ex + "/events").body()) {
                System.out.println(new String(s.readAllBytes()));
            }
            show(op.get("/executions/" + ex + "/logs", "Accept", "text/plain"));
            show(op.get("/executions/" + ex + "/logs"));
            show(op.get("/executions/" + ex + "/events", "Last-Event-ID", "9"));
            System.out.println(node.as("auditor").get("/audit/entries?limit=2").body());
        }
        assertEquals(1, 1);
    }

    static void show(Client.Answer a) {
        System.out.println(a.status() + " " + a.response().headers().map() + "\n   " + a.body());
    }
}
