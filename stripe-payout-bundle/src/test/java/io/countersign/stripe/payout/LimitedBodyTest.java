package io.countersign.stripe.payout;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.junit.Test;

public class LimitedBodyTest {
    private int cancelled;

    @Test
    public void collectsUpToTheLimit() {
        LimitedBody body = subscribed(4);
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3, 4})));
        body.onComplete();
        assertArrayEquals(
                new byte[] {1, 2, 3, 4}, body.getBody().toCompletableFuture().join());
    }

    @Test
    public void failsBeyondIt() {
        LimitedBody body = subscribed(4);
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), ByteBuffer.wrap(new byte[] {5})));
        body.onComplete();
        assertEquals(1, cancelled);
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> body.getBody().toCompletableFuture().join());
        assertTrue(Said.by(failure), Said.by(failure).contains("larger than 4 bytes"));
    }

    private LimitedBody subscribed(int bytesMax) {
        LimitedBody body = new LimitedBody(bytesMax);
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                cancelled++;
            }
        });
        return body;
    }
}
