package io.countersign.core.release;

import java.time.Instant;

/**
 * A jar that did not become a release.
 *
 * @param source where it lies or came from: {@code deploy/payout.jar}
 * @param digest SHA-256 of its bytes
 * @param reason what is wrong with it, and what to do
 * @param refusedAt when that was found first
 * @param tryingAgain whether it is tried again as soon as another bundle comes, because it lacks a library
 */
public record RefusedJar(String source, String digest, String reason, Instant refusedAt, boolean tryingAgain) {}
