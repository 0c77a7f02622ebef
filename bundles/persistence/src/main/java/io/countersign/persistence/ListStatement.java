package io.countersign.persistence;

import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query for one page of the list, newest first. Each state that is asked for is a query of its own over the index
 * that has its executions in the order of the page, and no page is ever sorted out of all executions of a state.
 *
 * <p>A filtered column, which is the same in all rows, leads the order: H2 only then sees that the index by that column
 * is in the order of the page. PostgreSQL ignores it.
 */
record ListStatement(String sql, List<Object> arguments) {
    private static final String NEWEST_FIRST = "created_at DESC, id DESC FETCH FIRST ? ROWS ONLY";

    static ListStatement of(String columns, ExecutionFilter filter) {
        List<Object> arguments = new ArrayList<>();
        if (filter.states().size() < 2) {
            ExecutionState only = filter.states().stream().findAny().orElse(null);
            return new ListStatement(select(columns, only, filter, arguments), arguments);
        }
        String union = filter.states().stream()
                .sorted()
                .map(state -> "(" + select(columns, state, filter, arguments) + ")")
                .collect(Collectors.joining(" UNION ALL "));
        arguments.add(filter.limit());
        return new ListStatement(
                "SELECT " + columns + " FROM (" + union + ") AS e ORDER BY " + NEWEST_FIRST, arguments);
    }

    private static String select(
            String columns, @Nullable ExecutionState state, ExecutionFilter filter, List<Object> arguments) {
        List<String> conditions = new ArrayList<>();
        add(conditions, arguments, "state = ?", state);
        add(conditions, arguments, "operation = ?", filter.operation());
        add(conditions, arguments, "initiator_id = ?", filter.initiatorId());
        add(conditions, arguments, "created_at >= ?", filter.from());
        add(conditions, arguments, "created_at < ?", filter.to());
        ExecutionFilter.Cursor before = filter.before();
        if (before != null) {
            // the first condition is a range of the index; H2 makes none of a comparison of rows
            Instant createdAt = before.createdAt();
            add(conditions, arguments, "created_at <= ?", createdAt);
            add(conditions, arguments, "(created_at < ? OR id < ?)", createdAt);
            arguments.add(before.id());
        }
        arguments.add(filter.limit());
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return "SELECT " + columns + " FROM execution" + where + " ORDER BY " + leading(state, filter) + NEWEST_FIRST;
    }

    /** Of several filtered columns the one by which fewest executions are left, as far as one can guess. */
    private static String leading(@Nullable ExecutionState state, ExecutionFilter filter) {
        if (filter.initiatorId() != null) {
            return "initiator_id, ";
        }
        if (filter.operation() != null) {
            return "operation, ";
        }
        return state == null ? "" : "state, ";
    }

    private static void add(
            List<String> conditions, List<Object> arguments, String condition, @Nullable Object argument) {
        if (argument != null) {
            arguments.add(argument);
            conditions.add(condition);
        }
    }
}
