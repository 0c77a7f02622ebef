package io.countersign.reconciliation.config;

import io.countersign.reconciliation.scan.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one pass of a configuration. */
final class PassReader {
    private static final List<String> TYPES =
            List.of("key", "reference", "window", "group", "subset", "small_difference");
    private static final int DAYS_MAX = 3_650;
    private static final int STEPS_USUAL = 2_000_000;
    private static final int STEPS_MAX = 100_000_000;

    private final JsonNode pass;

    PassReader(JsonNode pass) {
        this.pass = pass;
    }

    Optional<Pass> read() {
        if (!pass.has("type")) {
            pass.problem("type", "is missing; give one of " + TYPES);
        }
        String type = pass.word("type", "key", TYPES);
        String name = pass.text("name", type);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}")) {
            pass.problem("name", "is '" + name + "'; give 1 to 40 letters, digits, spaces, points, _ or -");
        }
        Optional<Pass> read =
                switch (type) {
                    case "reference" -> columns(1).map(columns -> new Pass.Reference(name, columns, businessDays()));
                    case "window" -> Optional.of(new Pass.Window(name, pass.integer("days", 3, 0, DAYS_MAX)));
                    case "group" -> Optional.of(group(name));
                    case "subset" -> Optional.of(subset(name));
                    case "small_difference" ->
                        columns(1).map(columns -> new Pass.SmallDifference(name, columns, businessDays()));
                    default ->
                        columns(4).filter(this::isKey).map(columns -> new Pass.Key(name, columns, businessDays()));
                };
        pass.refuseUnknown();
        return read;
    }

    private boolean isKey(Columns columns) {
        boolean described = columns.left().contains(TextColumn.DESCRIPTION)
                || columns.right().contains(TextColumn.DESCRIPTION);
        if (described) {
            pass.problem("columns", "has 'description', which may be longer than a key; use a 'reference' pass");
        }
        return !described;
    }

    private Pass group(String name) {
        return new Pass.Group(
                name,
                side("many"),
                column("manyColumn").orElse(TextColumn.GROUP_KEY),
                column("oneColumn").orElse(TextColumn.REFERENCE));
    }

    private Pass subset(String name) {
        return new Pass.Subset(
                name,
                side("many"),
                pass.integer("days", 5, 0, DAYS_MAX),
                column("sameColumn").orElse(null),
                pass.integer("stepsMax", STEPS_USUAL, 1_000, STEPS_MAX));
    }

    private int businessDays() {
        return pass.integer("businessDays", Pass.ANY_DAYS, 0, DAYS_MAX);
    }

    private Side side(String name) {
        return pass.word(name, "left", List.of("left", "right")).equals("left") ? Side.LEFT : Side.RIGHT;
    }

    private Optional<TextColumn> column(String name) {
        return pass.text(name).flatMap(key -> find(name, key));
    }

    /** Either {@code columns} for both sides or {@code left} and {@code right}. */
    private Optional<Columns> columns(int max) {
        List<TextColumn> both = columnList("columns");
        List<TextColumn> left = columnList("left");
        List<TextColumn> right = columnList("right");
        boolean split = pass.has("left") || pass.has("right");
        if (pass.has("columns") == split) {
            pass.problem("columns", "give either 'columns' or 'left' and 'right'");
            return Optional.empty();
        }
        List<TextColumn> ofLeft = split ? left : both;
        List<TextColumn> ofRight = split ? right : both;
        if (ofLeft.isEmpty() || ofLeft.size() != ofRight.size() || ofLeft.size() > max) {
            pass.problem(
                    split ? "left" : "columns", "give 1 to " + max + " columns, as many on the right as on the left");
            return Optional.empty();
        }
        return Optional.of(new Columns(ofLeft, ofRight));
    }

    private List<TextColumn> columnList(String name) {
        List<TextColumn> columns = new ArrayList<>();
        for (String key : pass.texts(name)) {
            find(name, key).ifPresent(columns::add);
        }
        return columns;
    }

    private Optional<TextColumn> find(String name, String key) {
        Optional<TextColumn> column = TextColumn.find(key);
        if (column.isEmpty()) {
            pass.problem(
                    name,
                    "has '" + key + "'; known columns are "
                            + Arrays.stream(TextColumn.values())
                                    .map(TextColumn::key)
                                    .toList());
        }
        return column;
    }
}
