package io.countersign.core.execution;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A moment at which a process may die and nothing may be lost or done twice: before or after a side effect. */
public record CrashPoint(Moment moment, SideEffect effect) {

    /** On which side of the side effect. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    /** All there are, in the order of an execution's life. */
    public static List<CrashPoint> all() {
        return Arrays.stream(SideEffect.values())
                .flatMap(effect -> Arrays.stream(Moment.values()).map(moment -> new CrashPoint(moment, effect)))
                .toList();
    }

    /** @throws IllegalArgumentException naming all there are */
    static CrashPoint parse(String text) {
        return all().stream()
                .filter(point -> point.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no crash point; there are "
                        + all().stream().map(CrashPoint::toString).collect(Collectors.joining(", "))));
    }

    /** {@code after-intent}. */
    @Override
    public String toString() {
        return moment.name().toLowerCase(Locale.ROOT) + "-" + effect.text();
    }
}
