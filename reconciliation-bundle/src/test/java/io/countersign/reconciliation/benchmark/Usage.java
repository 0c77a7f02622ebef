package io.countersign.reconciliation.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has used, told as its last line. */
final class Usage {
    static final String PREFIX = "usage ";

    private Usage() {}

    static void print() throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .findFirst()
                .orElse("0");
        System.out.println(PREFIX + system.getProcessCpuTime() / 1_000_000 + " " + Long.parseLong(peak) / 1024);
    }
}
