package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

public class WireTest {
    @Rule
    public final RunningSimulator simulator = new RunningSimulator();

    @Test
    public void refusesABodyThatIsTooLarge() throws IOException {
        String form = "amount=100&currency=aed&description=" + "x".repeat(Wire.BODY_MAX_BYTES);
        assertEquals(413, simulator.rawPost("/v1/payouts", form).statusCode());
    }

    @Test
    public void refusesABodyThatIsNotAForm() throws IOException {
        HttpResponse<String> answer = simulator.send(
                HttpRequest.newBuilder(simulator.get().baseUri().resolve("/v1/payouts"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":100}")),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + RunningSimulator.TEST_KEY);
        assertEquals(400, answer.statusCode());
        assertEquals(400, simulator.rawPost("/v1/payouts", "amount=%zz").statusCode());
    }

    @Test
    public void acceptsTheKeyAsBasicUserName() throws IOException {
        String basic =
                Base64.getEncoder().encodeToString((RunningSimulator.TEST_KEY + ":").getBytes(StandardCharsets.UTF_8));
        assertEquals(
                200,
                simulator
                        .rawGet("/v1/balance", "Authorization", "Basic " + basic)
                        .statusCode());
        assertEquals(
                401,
                simulator.rawGet("/v1/balance", "Authorization", "Basic !!!").statusCode());
    }

    @Test
    public void echoesTheVersionAskedFor() throws IOException {
        HttpResponse<String> answer = simulator.rawGet(
                "/v1/balance", "Authorization", "Bearer " + RunningSimulator.TEST_KEY, "Stripe-Version", "2024-06-20");
        assertEquals("2024-06-20", answer.headers().firstValue("Stripe-Version").orElse(""));
    }

    @Test
    public void decodesNestedAndRepeatedParameters() {
        Parameters parameters =
                Parameters.decode("metadata%5Ba%20b%5D=1%262&expand[]=x&expand[]=y&created[gte]=5", "flag");
        assertEquals(Map.of("a b", "1&2"), parameters.hash("metadata"));
        assertEquals(List.of("x", "y"), parameters.array("expand"));
        assertEquals(true, parameters.inRange("created", 5));
        assertEquals(false, parameters.inRange("created", 4));
        assertEquals(
                Parameters.decode("a=1&b=2").fingerprint(),
                Parameters.decode("b=2&a=1").fingerprint());
    }

    @Test
    public void readsWhatItWrites() {
        JsonObject object = new JsonObject()
                .with("text", "\u0001 \"\\\n \ud800 ä \ud83d\ude00")
                .with("number", Long.MIN_VALUE)
                .with("nothing", null)
                .with("list", List.of(new JsonObject().with("yes", true), new JsonObject()));
        String text = object.toString();
        assertEquals(text, JsonReader.read(text).toString());
        assertEquals(object.string("text"), JsonReader.read(text).string("text"));
        for (String broken :
                List.of("", "[]", "{\"a\":1,}", "{\"a\" 1}", "{} x", "{\"a\":1e}", "{\"a\":\"\\u00g0\"}")) {
            assertThrows(broken, IllegalArgumentException.class, () -> JsonReader.read(broken));
        }
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read("{\"a\":".repeat(40)));
    }
}
