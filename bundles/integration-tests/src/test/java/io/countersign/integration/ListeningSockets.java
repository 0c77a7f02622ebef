package io.countersign.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What TCP addresses a process listens on, as the Linux kernel tells it ({@code proc(5)}). */
final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** Addresses as the kernel writes them, hexadecimal: {@code 0100007F:1FF5}. */
    static Set<String> of(long pid) throws IOException {
        Set<String> inodes = socketInodes(pid);
        Set<String> addresses = new TreeSet<>();
        for (String table : Set.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields[3].equals(LISTEN) && inodes.contains(fields[9])) addresses.add(fields[1]);
            }
        }
        return addresses;
    }

    /** Whether an address of {@link #of} is a loopback one, IPv4 or IPv6, mapped or not. */
    static boolean isLoopback(String address) {
        String host = address.substring(0, address.indexOf(':'));
        return host.equals("0100007F")
                || host.equals("0000000000000000FFFF00000100007F")
                || host.equals("00000000000000000000000001000000");
    }

    static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    private static Set<String> socketInodes(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (!Files.isSymbolicLink(descriptor)) continue;
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) inodes.add(target.substring(8, target.length() - 1));
            }
        }
        return inodes;
    }
}
