package io.countersign.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says about a route beyond what its JAX-RS annotations say. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Route {
    /** One sentence for people. */
    String summary();

    /** Name of the schema of the body; empty when the route takes none. */
    String body() default "";

    /** Status of the good answer. */
    int status() default 200;

    /** Status of another good answer, which has no body; 0 when there is none. */
    int otherStatus() default 0;

    /** Name of the schema of the JSON answer; empty when there is no body or it is not JSON. */
    String answer() default "";

    /** Problems of this route beyond those that every route of its kind has. */
    ProblemType[] problems() default {};
}
