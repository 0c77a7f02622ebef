package io.countersign.api.operation;

import java.math.BigDecimal;
import java.util.Optional;

/** Bounds are texts; a schema with an unreadable one must fail when it is built, not when an operator submits. */
final class ParameterBounds {
    private ParameterBounds() {}

    static void requireConsistent(Parameter parameter) {
        Optional<BigDecimal> min = parameter.min().map(text -> read(parameter, text));
        Optional<BigDecimal> max = parameter.max().map(text -> read(parameter, text));
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            throw new IllegalArgumentException("parameter '" + parameter.name() + "' allows nothing: its min "
                    + parameter.min().orElseThrow() + " is above its max "
                    + parameter.max().orElseThrow());
        }
    }

    private static BigDecimal read(Parameter parameter, String text) {
        if (parameter.type() == ParameterType.DATE) {
            return ParameterCheck.parseDate(text)
                    .map(date -> BigDecimal.valueOf(date.toEpochDay()))
                    .orElseThrow(() -> unreadable(parameter, text, "a date like 2026-11-22"));
        }
        String form = parameter.type() == ParameterType.MONEY ? "-?\\d{1,18}" : "-?\\d{1,30}(\\.\\d{1,18})?";
        if (!text.matches(form)) {
            String expected = parameter.type() == ParameterType.MONEY ? "whole minor units" : "a plain decimal";
            throw unreadable(parameter, text, expected);
        }
        return new BigDecimal(text);
    }

    private static IllegalArgumentException unreadable(Parameter parameter, String text, String expected) {
        return new IllegalArgumentException(
                "bound '" + text + "' of parameter '" + parameter.name() + "' is not " + expected);
    }
}
