package io.countersign.core.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing: after some failures of an account or an address, each further attempt has to wait, twice as long
 * each time. An attempt counts as failed from the moment it begins, so that a thousand at once gain nothing. An address
 * from which an account was opened before has its own count, so that a stranger who fails on purpose cannot lock the
 * owner out. Kept in memory, per node.
 */
final class SignInThrottle {
    private static final int KEYS_MAX = 20_000;
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private final Clock clock;
    private final Limits limits;
    private final Map<String, Attempts> attempts = boundedMap();
    private final Map<String, Boolean> openedFrom = boundedMap();

    /**
     * How many attempts are free, and how long the wait becomes.
     *
     * @param waitMax the wait grows to this; a count is forgotten when nothing happened for four times as long
     */
    record Limits(int accountAttempts, int addressAttempts, Duration waitMax) {}

    private record Attempts(int count, Instant lastAt, Instant notBefore) {}

    /** @param forgivesEachMinute one failure a minute, since many people may share an address */
    private record Rule(int free, boolean forgivesEachMinute) {}

    SignInThrottle(Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Counts an attempt, or says how long it has to wait.
     *
     * @param account normalised username, empty when what was typed cannot be one
     * @param address empty when unknown; then only the account counts
     * @return zero when the attempt may go on
     */
    synchronized Duration admit(String account, String address) {
        Instant now = clock.instant();
        Map<String, Rule> rules = rules(account, address);
        Duration wait = Duration.ZERO;
        for (String key : rules.keySet()) {
            Attempts known = attempts.get(key);
            if (known != null && known.notBefore().isAfter(now.plus(wait))) {
                wait = Duration.between(now, known.notBefore());
            }
        }
        if (wait.isZero()) {
            rules.forEach((key, rule) -> attempts.put(key, counted(attempts.get(key), rule, now)));
        }
        return wait;
    }

    /** An admitted attempt succeeded: the account starts afresh, the address gets this attempt back. */
    synchronized void succeeded(String account, String address) {
        attempts.remove(accountKey(account, address));
        if (address.isEmpty()) {
            return;
        }
        openedFrom.put(knownKey(account, address), true);
        attempts.computeIfPresent(addressKey(address), (key, known) -> {
            int count = known.count() - 1;
            Instant notBefore = known.lastAt().plus(waitAfter(count - limits.addressAttempts()));
            return count == 0 ? null : new Attempts(count, known.lastAt(), notBefore);
        });
    }

    private Attempts counted(@Nullable Attempts before, Rule rule, Instant now) {
        int count = before == null ? 1 : remembered(before, rule, now) + 1;
        return new Attempts(count, now, now.plus(waitAfter(count - rule.free())));
    }

    private int remembered(Attempts before, Rule rule, Instant now) {
        Duration quiet = Duration.between(before.lastAt(), now);
        if (quiet.compareTo(limits.waitMax().multipliedBy(4)) >= 0) {
            return 0;
        }
        long forgiven = rule.forgivesEachMinute() ? quiet.toMinutes() : 0;
        return (int) Math.max(0, before.count() - forgiven);
    }

    /** @param tooMany attempts beyond the free ones; the last free one already starts the wait, at one second */
    private Duration waitAfter(int tooMany) {
        if (tooMany < 0) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(tooMany, 20));
        return doubled.compareTo(limits.waitMax()) < 0 ? doubled : limits.waitMax();
    }

    private Map<String, Rule> rules(String account, String address) {
        Map<String, Rule> rules = new HashMap<>();
        if (!account.isEmpty()) {
            rules.put(accountKey(account, address), new Rule(limits.accountAttempts(), false));
        }
        if (!address.isEmpty()) {
            rules.put(addressKey(address), new Rule(limits.addressAttempts(), true));
        }
        return rules;
    }

    private String accountKey(String account, String address) {
        String known = knownKey(account, address);
        return openedFrom.containsKey(known) ? known : "account " + account;
    }

    private static String knownKey(String account, String address) {
        return "account " + account + " at " + network(address);
    }

    private static String addressKey(String address) {
        return "address " + network(address);
    }

    /** An IPv6 customer has at least a /64 to himself, so all of it counts as one address. */
    private static String network(String address) {
        if (!address.contains(":") || !IPV6.matcher(address).matches()) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static <V> Map<String, V> boundedMap() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > KEYS_MAX;
            }
        };
    }
}
