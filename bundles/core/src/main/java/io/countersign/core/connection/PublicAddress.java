package io.countersign.core.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps a live key away from machines that only pretend to be the provider: a live connection with an address of its own
 * must be https and must not lead into the local or a private network.
 */
final class PublicAddress {
    private static final String REMEDY = "; remove baseAddress to reach the provider's own address, or set mode = TEST";

    private PublicAddress() {}

    /** What can be said without asking a name server; empty when nothing is wrong. */
    static Optional<String> faultOfLive(URI baseAddress) {
        if (!"https".equalsIgnoreCase(baseAddress.getScheme())) {
            return Optional.of("is LIVE but its baseAddress is not https" + REMEDY);
        }
        String host = host(baseAddress);
        boolean local = host.equals("localhost")
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.endsWith(".internal")
                || !(host.contains(".") || host.contains(":"));
        return local || (isLiteral(host) && leadsInside(host))
                ? Optional.of("is LIVE but its baseAddress " + baseAddress + " is local or private" + REMEDY)
                : Optional.empty();
    }

    /** The same for where the name leads now; a name that leads nowhere is left to the caller of the provider. */
    static Optional<String> resolvedFaultOfLive(URI baseAddress) {
        return leadsInside(host(baseAddress))
                ? Optional.of("is LIVE but its baseAddress " + baseAddress + " leads into a local or private network"
                        + REMEDY)
                : Optional.empty();
    }

    private static boolean leadsInside(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (isInside(address)) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static boolean isInside(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
        boolean carrierGrade = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean thisNetwork = bytes.length == 4 && bytes[0] == 0;
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || carrierGrade
                || thisNetwork;
    }

    private static String host(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    /** Numbers and IPv6: never looked up. */
    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }
}
