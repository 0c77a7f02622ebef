package io.countersign.deployer;

import io.countersign.core.release.RefusedJar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was refused on this node and is still around, by where it lies; the oldest are forgotten. */
final class RefusedJars {
    private static final int REMEMBERED_MAX = 100;

    private final Map<String, RefusedJar> bySource = new LinkedHashMap<>();

    /** Answers whether that is news. */
    synchronized boolean note(String source, String digest, ReleaseRefusedException refusal, Instant now) {
        String reason = String.valueOf(refusal.getMessage());
        RefusedJar known = bySource.get(source);
        boolean news = known == null
                || !known.digest().equals(digest)
                || !withoutNumbers(known.reason()).equals(withoutNumbers(reason));
        if (news) {
            bySource.remove(source);
            bySource.put(source, new RefusedJar(source, digest, reason, now, refusal.lacksLibrary()));
        }
        if (bySource.size() > REMEMBERED_MAX) {
            bySource.remove(bySource.keySet().iterator().next());
        }
        return news;
    }

    /** It has gone, or serves. */
    synchronized void forget(String source) {
        bySource.remove(source);
    }

    /** Whether it lacks a library that may have come by now. */
    synchronized boolean isTryingAgain(String source) {
        RefusedJar known = bySource.get(source);
        return known != null && known.tryingAgain();
    }

    /** Newest first. */
    synchronized List<RefusedJar> list() {
        List<RefusedJar> all = new ArrayList<>(bySource.values());
        Collections.reverse(all);
        return all;
    }

    /** Each attempt is another bundle with another id, which the framework tells in its messages. */
    private static String withoutNumbers(String reason) {
        return reason.replaceAll("\\d+", "#");
    }
}
