package io.countersign.stripe.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The form or query parameters of a call, in Stripe's notation: {@code a=1&metadata[k]=v&expand[]=x}. */
final class Parameters {
    private static final int COUNT_MAX = 500;

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /** @throws StripeRefusal if the text is not well-formed or has more than {@value #COUNT_MAX} parameters */
    static Parameters decode(String... forms) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String form : forms) {
            int unnamed = 0;
            for (String pair : form.split("&", -1)) {
                if (pair.isEmpty()) continue;
                int equals = pair.indexOf('=');
                String name = unescape(equals < 0 ? pair : pair.substring(0, equals));
                // "expand[]" may come several times; numbering keeps each.
                if (name.endsWith("[]")) name = name.substring(0, name.length() - 1) + unnamed++ + "]";
                values.put(name, equals < 0 ? "" : unescape(pair.substring(equals + 1)));
                if (values.size() > COUNT_MAX) {
                    throw StripeRefusal.invalid(null, null, "Too many parameters; send at most " + COUNT_MAX + ".");
                }
            }
        }
        return new Parameters(Collections.unmodifiableMap(values));
    }

    private static String unescape(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw StripeRefusal.invalid(null, null, "Invalid percent-encoding in '" + text + "'.");
        }
    }

    /** Refuses every parameter that is neither one of these plain names nor inside one of these hashes or arrays. */
    void allowOnly(Set<String> plain, Set<String> nested) {
        for (String name : values.keySet()) {
            int bracket = name.indexOf('[');
            boolean known = bracket < 0
                    ? plain.contains(name)
                    : nested.contains(name.substring(0, bracket)) && name.indexOf(']') == name.length() - 1;
            if (!known) throw unknown(name);
        }
    }

    private static StripeRefusal unknown(String name) {
        return StripeRefusal.invalid("parameter_unknown", name, "Received unknown parameter: " + name);
    }

    @Nullable
    String text(String name) {
        String value = values.get(name);
        if (value == null || !value.isEmpty()) return value;
        throw StripeRefusal.invalid(
                "parameter_invalid_empty",
                name,
                "You passed an empty string for '" + name + "'. We assume empty values are an attempt to unset a"
                        + " parameter; however '" + name + "' cannot be unset.");
    }

    @Nullable
    String text(String name, int lengthMax) {
        String value = text(name);
        if (value == null || value.length() <= lengthMax) return value;
        throw StripeRefusal.invalid(
                "parameter_invalid_string_too_long",
                name,
                "Invalid " + name + ": must be at most " + lengthMax + " characters");
    }

    String oneOf(String name, Set<String> allowed, String otherwise) {
        String value = text(name);
        if (value == null) return otherwise;
        if (allowed.contains(value)) return value;
        throw StripeRefusal.invalid(
                null, name, "Invalid " + name + ": must be one of " + String.join(", ", new TreeSet<>(allowed)));
    }

    String required(String name) {
        String value = text(name);
        if (value != null) return value;
        throw StripeRefusal.invalid("parameter_missing", name, "Missing required param: " + name + ".");
    }

    @Nullable
    Long integer(String name) {
        String value = text(name);
        if (value == null) return null;
        if (value.matches("-?[0-9]{1,18}")) return Long.valueOf(value);
        throw StripeRefusal.invalid("parameter_invalid_integer", name, "Invalid integer: " + value);
    }

    long integerBetween(String name, long least, long greatest, long otherwise) {
        Long value = integer(name);
        if (value == null) return otherwise;
        if (value < least) {
            throw StripeRefusal.invalid(
                    "parameter_invalid_integer", name, "This value must be greater than or equal to " + least + ".");
        }
        if (value > greatest) {
            throw StripeRefusal.invalid(
                    "parameter_invalid_integer", name, "This value must be less than or equal to " + greatest + ".");
        }
        return value;
    }

    boolean flag(String name) {
        return "true".equals(oneOf(name, Set.of("true", "false"), "false"));
    }

    /** The members of a hash such as {@code metadata}, by their inner name. */
    Map<String, String> hash(String name) {
        Map<String, String> members = new LinkedHashMap<>();
        String start = name + "[";
        values.forEach((key, value) -> {
            if (key.startsWith(start)) members.put(key.substring(start.length(), key.length() - 1), value);
        });
        return members;
    }

    List<String> array(String name) {
        return new ArrayList<>(hash(name).values());
    }

    /** Whether a moment in seconds satisfies {@code name=} and {@code name[gt|gte|lt|lte]=}; absent means yes. */
    boolean inRange(String name, long epochSeconds) {
        Long exact = integer(name);
        if (exact != null && exact != epochSeconds) return false;
        for (String bound : hash(name).keySet()) {
            String full = name + "[" + bound + "]";
            Long limit = integer(full);
            if (limit == null) continue;
            boolean inside =
                    switch (bound) {
                        case "gt" -> epochSeconds > limit;
                        case "gte" -> epochSeconds >= limit;
                        case "lt" -> epochSeconds < limit;
                        case "lte" -> epochSeconds <= limit;
                        default -> throw unknown(full);
                    };
            if (!inside) return false;
        }
        return true;
    }

    Map<String, String> all() {
        return values;
    }

    /** The same for two calls exactly if they carry the same parameters, in whatever order. */
    String fingerprint() {
        StringBuilder canonical = new StringBuilder();
        new TreeMap<>(values).forEach((name, value) -> canonical
                .append(name.length())
                .append(':')
                .append(name)
                .append(value.length())
                .append(':')
                .append(value));
        return Identifiers.digest(canonical.toString());
    }
}
