package io.countersign.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The right without which a route is refused before anything is read. It names action and object only
 * ({@code execution:read}): whoever holds it for some scope passes, and core decides about the thing itself.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Permitted {
    String value();
}
