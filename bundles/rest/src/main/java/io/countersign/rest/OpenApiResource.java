package io.countersign.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;

/** The description of this API, made when it was built. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
    static final String FILE = "openapi.json";

    @GET
    @Anonymous
    @Route(summary = "This document (OpenAPI 3.1)", answer = "OpenApi")
    public Response document() {
        try (InputStream document =
                Objects.requireNonNull(OpenApiResource.class.getResourceAsStream(FILE), "the build made no " + FILE)) {
            return Response.ok(document.readAllBytes(), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
