package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonArray;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Validated parameter values in their normal form, defaults filled in. Optional ones without default are absent. */
public final class Parameters {
    private final JsonObject values;

    private Parameters(JsonObject values) {
        this.values = values;
    }

    /** Wraps values in their normal form, as {@link ParameterSchema#normalise} returns them. */
    public static Parameters of(JsonObject values) {
        return new Parameters(values);
    }

    public boolean has(String name) {
        return values.find(name).isPresent();
    }

    /** A STRING, SELECT or CONNECTION. */
    public String text(String name) {
        return values.text(name);
    }

    public Optional<String> findText(String name) {
        return values.findText(name);
    }

    /** A NUMBER, exactly as given. */
    public BigDecimal number(String name) {
        return new BigDecimal(values.text(name));
    }

    public Optional<BigDecimal> findNumber(String name) {
        return values.findText(name).map(BigDecimal::new);
    }

    /** A BOOLEAN. */
    public boolean flag(String name) {
        return values.flag(name);
    }

    /** The values of a MULTISELECT in the given order; empty when absent. */
    public List<String> list(String name) {
        return values.find(name).map(Json::asArray).map(JsonArray::texts).orElse(List.of());
    }

    public Money money(String name) {
        return Money.fromJson(values.object(name));
    }

    public Optional<Money> findMoney(String name) {
        return values.find(name).map(value -> Money.fromJson(value.asObject()));
    }

    public LocalDate date(String name) {
        return LocalDate.parse(values.text(name));
    }

    public Optional<LocalDate> findDate(String name) {
        return values.findText(name).map(LocalDate::parse);
    }

    /** All values in their normal form. */
    public JsonObject toJson() {
        return values;
    }

    @Override
    public String toString() {
        return values.toText();
    }
}
