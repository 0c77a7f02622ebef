package io.countersign.api.operation;

/** Types of parameters and the JSON they are given in. */
public enum ParameterType {
    /** A string. */
    STRING,
    /** A decimal as a string, {@code "12.5"}; an integer within ±(2^53 − 1) may also be a JSON number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** The id of an uploaded file, or {@code {"id":…,"version":…}}; frozen with its SHA-256 at submit. */
    FILE,
    /** One of the options' values. */
    SELECT,
    /** An array of distinct options' values. */
    MULTISELECT,
    /** {@code {"minorUnits":"1050","currency":"EUR"}}. */
    MONEY,
    /** An ISO 8601 date, {@code "2026-11-22"}. */
    DATE,
    /** The name of a connection of the declared kind. */
    CONNECTION
}
