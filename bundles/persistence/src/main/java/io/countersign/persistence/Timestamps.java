package io.countersign.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Both databases keep microseconds; what is written is cut, so that it reads back as it was answered. */
final class Timestamps {
    private Timestamps() {}

    static OffsetDateTime column(Instant instant) {
        return micros(instant).atOffset(ZoneOffset.UTC);
    }

    static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    static @Nullable Instant microsOrNull(@Nullable Instant instant) {
        return instant == null ? null : micros(instant);
    }

    static @Nullable Instant instantOrNull(@Nullable OffsetDateTime column) {
        return column == null ? null : column.toInstant();
    }

    static Instant read(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant readOrNull(ResultSet row, String column) throws SQLException {
        return instantOrNull(row.getObject(column, OffsetDateTime.class));
    }
}
