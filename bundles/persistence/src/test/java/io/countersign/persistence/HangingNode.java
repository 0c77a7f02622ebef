package io.countersign.persistence;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A node whose operation never ends: submits one execution and prints its id when it is running. */
final class HangingNode {
    private HangingNode() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        WorkSettings defaults = new WorkSettings(4, Duration.ofMillis(100), Duration.ofSeconds(2));
        EngineNode node = new EngineNode(OtherProcess.settings(arguments), defaults, HangingNode::hang);
        output.println(node.submit());
        hang();
    }

    private static void hang() {
        while (true) {
            LockSupport.park();
        }
    }
}
