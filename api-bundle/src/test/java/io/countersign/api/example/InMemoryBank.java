package io.countersign.api.example;

import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A bank that remembers idempotency keys and can lose its answer, refuse, or never hear of a transfer. */
final class InMemoryBank {

    /** What the bank knows of one transfer. */
    record Transfer(String id, String key, String executionId, String effectId, JsonObject request) {}

    /** A business refusal; nothing moved. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private final Set<String> closedAccounts;
    private final List<Transfer> transfers = new ArrayList<>();
    private final Map<String, Transfer> byKey = new HashMap<>();
    private final List<String> keysSeen = new ArrayList<>();
    private int answersToLose;
    private int requestsToLose;

    InMemoryBank(String... closedAccounts) {
        this.closedAccounts = Set.of(closedAccounts);
    }

    void loseAnswers(int count) {
        answersToLose = count;
    }

    void loseRequests(int count) {
        requestsToLose = count;
    }

    Transfer transfer(String key, String executionId, String effectId, JsonObject request)
            throws IOException, RefusedException {
        keysSeen.add(key);
        if (requestsToLose > 0) {
            requestsToLose--;
            throw new IOException("connection refused");
        }
        if (closedAccounts.contains(request.text("to"))) {
            throw new RefusedException("account " + request.text("to") + " is closed");
        }
        Transfer transfer = byKey.computeIfAbsent(key, unused -> {
            Transfer made = new Transfer("tr_" + (transfers.size() + 1), key, executionId, effectId, request);
            transfers.add(made);
            return made;
        });
        if (!transfer.request().equals(request)) {
            throw new IllegalStateException("key " + key + " was used for another request");
        }
        if (answersToLose > 0) {
            answersToLose--;
            throw new IOException("read timed out");
        }
        return transfer;
    }

    Optional<Transfer> find(String executionId, String effectId) {
        return transfers.stream()
                .filter(transfer -> transfer.executionId().equals(executionId)
                        && transfer.effectId().equals(effectId))
                .findFirst();
    }

    List<Transfer> transfers() {
        return List.copyOf(transfers);
    }

    List<String> keysSeen() {
        return List.copyOf(keysSeen);
    }

    void forgetKeys() {
        byKey.clear();
    }
}
