package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonFieldException;
import io.countersign.api.json.JsonNumber;
import io.countersign.api.json.JsonObject;
import io.countersign.api.json.JsonString;
import io.countersign.api.json.JsonTypeException;
import io.countersign.api.money.Money;
import io.countersign.api.operation.ValidationResult.Problem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks one value against its parameter and brings it into its normal form. */
final class ParameterCheck {
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,29})(\\.\\d{1,18})?");
    /** RFC 3339 full-date; LocalDate alone also reads years of more digits and signs. */
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private static final int SHOWN_LENGTH_MAX = 80;

    private final Parameter parameter;
    private final List<Problem> problems;

    ParameterCheck(Parameter parameter, List<Problem> problems) {
        this.parameter = parameter;
        this.problems = problems;
    }

    /** The normal form, or the given value when a problem was found. */
    Json normalise(Json given) {
        try {
            return switch (parameter.type()) {
                case STRING -> string(given.asText());
                case NUMBER -> number(given);
                case BOOLEAN -> Json.of(given.asBoolean());
                case FILE -> file(given);
                case SELECT -> select(given.asText());
                case MULTISELECT -> multiselect(given.asArray().texts());
                case MONEY -> money(given.asObject());
                case DATE -> date(given.asText());
                case CONNECTION -> Json.of(given.asText());
            };
        } catch (JsonTypeException | JsonFieldException e) {
            problem("type", "'" + parameter.name() + "' of type " + parameter.type() + " " + e.getMessage());
            return given;
        }
    }

    private Json string(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < parameter.minLength() || length > parameter.maxLength()) {
            problem(
                    "length",
                    shown(text) + " has " + length + " characters; allowed are " + parameter.minLength() + " to "
                            + parameter.maxLength());
        }
        parameter
                .pattern()
                .filter(regex -> !Pattern.matches(regex, text))
                .ifPresent(regex -> problem("pattern", shown(text) + " does not match " + regex));
        return Json.of(text);
    }

    private Json number(Json given) {
        String text = given instanceof JsonNumber number && number.isSafeInteger()
                ? Long.toString(number.asLong())
                : given.asText();
        if (!DECIMAL.matcher(text).matches()) {
            problem("type", shown(text) + " is not a plain decimal; write it like \"12.5\"");
            return given;
        }
        bounds(new BigDecimal(text), text);
        return Json.of(text);
    }

    private Json file(Json given) {
        if (given instanceof JsonString id) {
            return Json.object().put("id", id.asText()).build();
        }
        JsonObject file = given.asObject();
        file.text("id");
        if (file.has("version") && file.integer("version") < 1) {
            problem("type", "version " + file.integer("version") + " does not exist; versions start from 1");
        }
        return file;
    }

    private Json select(String value) {
        if (!parameter.options().containsKey(value)) {
            problem(
                    "option",
                    shown(value) + " is not an option; choose one of "
                            + parameter.options().keySet());
        }
        return Json.of(value);
    }

    private Json multiselect(List<String> values) {
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            select(value);
            if (!seen.add(value)) {
                problem("option", shown(value) + " is given twice");
            }
        }
        if (values.size() < parameter.minLength() || values.size() > parameter.maxLength()) {
            problem(
                    "length",
                    values.size() + " values are given; allowed are " + parameter.minLength() + " to "
                            + parameter.maxLength());
        }
        return Json.texts(values);
    }

    private Json money(JsonObject given) {
        Money money;
        try {
            money = Money.fromJson(given);
        } catch (IllegalArgumentException e) {
            problem("type", String.valueOf(e.getMessage()));
            return given;
        }
        if (!money.currency().equals(given.text("currency"))) {
            problem("currency", shown(given.text("currency")) + " must be written " + money.currency());
        }
        if (given.has("text")) {
            given.text("text");
        }
        if (!parameter.currencies().isEmpty() && !parameter.currencies().contains(money.currency())) {
            problem("currency", money + " is in none of " + parameter.currencies());
        }
        bounds(BigDecimal.valueOf(money.minorUnits()), money.toString());
        return money.toJson();
    }

    private void bounds(BigDecimal value, String text) {
        parameter
                .min()
                .filter(min -> value.compareTo(new BigDecimal(min)) < 0)
                .ifPresent(min -> problem("min", shown(text) + " is less than " + min));
        parameter
                .max()
                .filter(max -> value.compareTo(new BigDecimal(max)) > 0)
                .ifPresent(max -> problem("max", shown(text) + " is more than " + max));
    }

    private Json date(String text) {
        Optional<LocalDate> parsed = parseDate(text);
        if (parsed.isEmpty()) {
            problem("type", shown(text) + " is not a date; write it like 2026-11-22");
            return Json.of(text);
        }
        LocalDate date = parsed.get();
        parameter
                .min()
                .filter(min -> date.isBefore(LocalDate.parse(min)))
                .ifPresent(min -> problem("min", text + " is before " + min));
        parameter
                .max()
                .filter(max -> date.isAfter(LocalDate.parse(max)))
                .ifPresent(max -> problem("max", text + " is after " + max));
        return Json.of(date.toString());
    }

    static Optional<LocalDate> parseDate(String text) {
        try {
            return DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private void problem(String rule, String message) {
        problems.add(new Problem(parameter.name(), rule, message));
    }

    private static String shown(String text) {
        return "'" + (text.length() <= SHOWN_LENGTH_MAX ? text : text.substring(0, SHOWN_LENGTH_MAX) + "…") + "'";
    }
}
