package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.inbound.InboundReceipt;
import io.countersign.core.inbound.InboundRequest;
import io.countersign.core.inbound.InboundService;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;

/** What providers send by themselves. There is no token: the message proves itself by its signature, or is refused. */
@Path("/hooks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class HookResource {
    private static final int NAME_LENGTH_MAX = 60;
    private static final int HEADERS_MAX = 100;

    private final InboundService inbound;

    HookResource(InboundService inbound) {
        this.inbound = inbound;
    }

    @POST
    @Path("{provider}/{connection}")
    @Anonymous
    @Route(
            summary = "Take a signed message of a provider; also at /hooks/{provider}/{connection} without the prefix",
            body = "ProviderMessage",
            answer = "HookReceipt",
            problems = {ProblemType.WEBHOOK_REFUSED, ProblemType.WEBHOOK_THROTTLED, ProblemType.PLUGINS_BUSY})
    public JsonObject receive(
            @PathParam("provider") String provider,
            @PathParam("connection") String connection,
            @Context HttpServletRequest request,
            InputStream body) {
        inbound.admit(request.getRemoteAddr());
        InboundReceipt receipt = inbound.receive(new InboundRequest(
                shortened(provider),
                shortened(connection),
                headers(request),
                bytes(body),
                String.valueOf(request.getRemoteAddr())));
        return Json.object()
                .put("duplicate", receipt.duplicate())
                .put("executions", receipt.executions())
                .build();
    }

    /** A longer name is nobody's; it is refused like any other unknown one. */
    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX + 1));
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        List<String> names = new ArrayList<>(Collections.list(request.getHeaderNames()));
        for (String name : names.subList(0, Math.min(names.size(), HEADERS_MAX))) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        return headers;
    }

    private static byte[] bytes(InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(InboundRequest.BODY_BYTES_MAX + 1);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.UNREADABLE_JSON, "the body broke off (" + e.getMessage() + "); send it again");
        }
        if (bytes.length > InboundRequest.BODY_BYTES_MAX) {
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE,
                    "the message has more than " + InboundRequest.BODY_BYTES_MAX + " bytes; no provider sends so much");
        }
        return bytes;
    }
}
