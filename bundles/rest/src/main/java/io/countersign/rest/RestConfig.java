package io.countersign.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits of the REST API: {@code etc/io.countersign.rest.cfg}. */
@ObjectClassDefinition(name = "Countersign REST", description = "Limits of the REST API")
@interface RestConfig {

    @AttributeDefinition(
            name = "Event streams",
            description =
                    "Event streams and waiting requests that this node serves at once; more are answered with 503; "
                            + "1 to 10000",
            min = "1",
            max = "10000")
    int streamsMax() default 200;
}
