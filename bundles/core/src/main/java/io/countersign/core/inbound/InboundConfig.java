package io.countersign.core.inbound;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits of what providers send: {@code etc/io.countersign.inbound.cfg}. */
@ObjectClassDefinition(name = "Countersign inbound", description = "Limits of messages that providers send (webhooks)")
public @interface InboundConfig {

    @AttributeDefinition(
            name = "Messages per second of one sender",
            description = "More are refused with 429, after a burst of ten seconds' worth; 1 to 1000",
            min = "1",
            max = "1000")
    int senderPerSecond() default 20;

    @AttributeDefinition(
            name = "Messages per second of all senders",
            description = "More are refused with 429, after a burst of ten seconds' worth; 1 to 10000",
            min = "1",
            max = "10000")
    int allPerSecond() default 100;

    @AttributeDefinition(
            name = "Days that events are remembered",
            description = "An event that comes again within this time is known as a duplicate; 4 to 365",
            min = "4",
            max = "365")
    int rememberedDays() default 30;
}
