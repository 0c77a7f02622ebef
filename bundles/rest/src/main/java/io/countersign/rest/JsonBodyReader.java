package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import javax.ws.rs.Consumes;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.MessageBodyReader;

/** Reads a body as one strict JSON object; an empty body is an empty object. */
@Consumes(MediaType.APPLICATION_JSON)
final class JsonBodyReader implements MessageBodyReader<JsonObject> {
    static final int BODY_BYTES_MAX = 1024 * 1024;

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonObject.class;
    }

    @Override
    public JsonObject readFrom(
            Class<JsonObject> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        byte[] bytes = read(body);
        if (bytes.length > BODY_BYTES_MAX) {
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE,
                    "the body has more than " + BODY_BYTES_MAX + " bytes; upload what is large with POST " + ApiDoor.API
                            + "/files");
        }
        return bytes.length == 0 ? JsonObject.empty() : Json.parse(bytes).asObject();
    }

    private static byte[] read(InputStream body) {
        try {
            return body.readNBytes(BODY_BYTES_MAX + 1);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.UNREADABLE_JSON, "the body broke off (" + e.getMessage() + "); send it again");
        }
    }
}
