package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StripeSimulatorMainTest {
    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    @Test
    public void saysWhereItListensAndKeepsItsLedgerWhenKilled() throws IOException, InterruptedException {
        assertTrue(balanceOfAProcess("--balances", "aed=5,usd:bank_account=7").contains("\"bank_account\":7"));
        assertTrue(balanceOfAProcess("--balances", "aed=99").contains("\"card\":5"));
    }

    private String balanceOfAProcess(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StripeSimulatorMain.class.getName(),
                "--data",
                directory.getRoot().getPath(),
                "--key",
                "sk_test_main"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String first = out.readLine();
            assertTrue(first, first.matches("SIMULATOR listening at http://127\\.0\\.0\\.1:[0-9]+"));
            HttpRequest request = HttpRequest.newBuilder(URI.create(first.replaceAll(".* ", "") + "/v1/balance"))
                    .header("Authorization", "Bearer sk_test_main")
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    public void explainsWrongOptions() {
        assertEquals("option --prot is unknown; see --help", complaint("--prot", "1"));
        assertEquals("option --port needs a number, got 'x'; see --help", complaint("--port", "x"));
        assertEquals("option --port has no value; see --help", complaint("--port"));
        assertEquals(
                "balance 'aed' cannot be read; write currency[:source_type]=minor units, e.g. aed=125043; see --help",
                complaint("--balances", "aed"));
        assertEquals(
                "source type 'cash' is unknown; use card, bank_account or fpx; see --help",
                complaint("--balances", "aed:cash=1"));
        assertEquals(
                "secret key must start with rk_test_, sk_test_, rk_live_ or sk_live_ and go on with letters and digits;"
                        + " see --help",
                complaint("--key", "pk_test_1"));
    }

    @Test
    public void printsHelp() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, StripeSimulatorMain.run(List.of("--help"), print(out), print(new ByteArrayOutputStream())));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("--pending-seconds"));
    }

    private static String complaint(String... options) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(2, StripeSimulatorMain.run(List.of(options), print(new ByteArrayOutputStream()), print(err)));
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    private static PrintStream print(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
}
