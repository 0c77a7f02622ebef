package io.countersign.crash;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The other end of a {@link PlainNode}: starts the process, tells it what to do, and knows when it is dead. */
final class NodeProcess implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private final Process process;
    private final Map<String, String> states = new TreeMap<>();
    private final Map<Integer, String> answers = new HashMap<>();
    private int requests;
    private boolean ready;
    private boolean ended;

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "node-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a node and returns at once; what it logs goes to a file in its directory. */
    static NodeProcess start(PlainNodeOptions options) {
        return start(options, ClassArchive.ofThisRun());
    }

    static NodeProcess start(PlainNodeOptions options, ClassArchive classes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true"));
        command.addAll(classes.options());
        command.add(PlainNode.class.getName());
        command.addAll(options.toArguments());
        Path log = options.directory().resolve(options.name() + ".log");
        try {
            return new NodeProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("a node cannot be started", e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            // the pipe of a killed process may break instead of ending
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void take(String line) {
        String[] words = line.split(" ", 3);
        if (line.equals("ready")) {
            ready = true;
        } else if (words[0].equals("state")) {
            states.put(words[1], words[2]);
        } else if (words[0].matches("\\d+")) {
            answers.put(Integer.valueOf(words[0]), line.substring(words[0].length() + 1));
        }
        notifyAll();
    }

    /** Waits until its database is open and it takes commands. */
    NodeProcess awaitReady() {
        await("that it starts", ANSWER_MAX, () -> ready ? Boolean.TRUE : null);
        return this;
    }

    /** Submits; the same key stands for the same execution. Answers the execution's id. */
    String submit(String key, String connection, String amounts) {
        return request("submit " + key + " " + connection + " " + amounts);
    }

    void approve(String id) {
        request("approve " + id);
    }

    void cancel(String id) {
        request("cancel " + id);
    }

    /** The operator says of an unclear effect that it was not applied. */
    void propose(String id, String effect) {
        request("propose " + id + " " + effect + " not-in-the-dashboard");
    }

    /** The approver says the same. */
    void consent(String id, String effect) {
        request("consent " + id + " " + effect + " not-in-the-dashboard");
    }

    void withdraw() {
        request("withdraw");
    }

    void deploy() {
        request("deploy");
    }

    /** It leaves its database, goes on with another of the same users, and dies at this point. */
    void arm(String point, String databaseUrl) {
        request("arm " + point + " " + databaseUrl);
        synchronized (this) {
            states.clear();
        }
    }

    /** What it believes about an execution; see {@link ExecutionReport}. */
    JsonObject report(String id) {
        return Json.parse(request("report " + id).getBytes(StandardCharsets.UTF_8))
                .asObject();
    }

    /** The state in which it saw the execution last; null when it has not seen it. */
    synchronized @Nullable String state(String id) {
        return states.get(id);
    }

    /** Every execution it has seen, by id. */
    synchronized Map<String, String> states() {
        return new TreeMap<>(states);
    }

    /** Waits for a state; answers it. */
    String awaitState(String id, Predicate<String> wanted, Duration patience) {
        return await("the end of execution " + id, patience, () -> {
            String state = states.get(id);
            return state != null && wanted.test(state) ? state : null;
        });
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @throws NodeDiedException when the process ends instead
     * @throws CommandRefusedException when the node refuses
     */
    String request(String command) {
        int number;
        synchronized (this) {
            number = ++requests;
            try {
                process.getOutputStream().write((number + " " + command + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new NodeDiedException("the node is dead and cannot be told to " + command, e);
            }
        }
        String answer = await("an answer to " + command, ANSWER_MAX, () -> answers.remove(number));
        if (answer.startsWith("ok")) {
            return answer.substring("ok".length()).strip();
        }
        throw new CommandRefusedException(command, answer);
    }

    private interface Found<T> {
        @Nullable
        T look();
    }

    private synchronized <T> T await(String what, Duration patience, Found<T> condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (T found = condition.look(); ; found = condition.look()) {
            if (found != null) {
                return found;
            }
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended) {
                throw new NodeDiedException("the node died before " + what, null);
            }
            if (leftMillis <= 0) {
                throw new AssertionError("waited in vain for " + what + "; states are " + states);
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            }
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** For signals that Java does not send: {@code kill -STOP}. */
    long pid() {
        return process.pid();
    }

    /** Waits until the process has ended; answers its exit code. */
    int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the node did not end within " + patience);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of a node", e);
        }
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(STOP_MAX);
    }

    /** Ends it in good order; kills it when it does not end. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            awaitEnd(STOP_MAX);
        } catch (IOException e) {
            // it is dead already
        } finally {
            process.destroyForcibly();
        }
    }
}
