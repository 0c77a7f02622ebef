package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.file.FileService;
import io.countersign.core.file.OpenFile;
import io.countersign.core.file.StoredFile;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/** Files that people upload and executions write. */
@Path("/files")
@Produces(MediaType.APPLICATION_JSON)
public final class FileResource {
    private final FileService files;

    FileResource(FileService files) {
        this.files = files;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Permitted("file:write")
    @Route(
            summary = "Upload a file; it is streamed to the store",
            body = "Upload",
            status = 201,
            answer = "File",
            problems = {ProblemType.FILE_TOO_LARGE, ProblemType.FILE_REFUSED, ProblemType.INVALID_UPLOAD})
    public Response upload(@Context Caller caller, @Context HttpServletRequest request) throws IOException {
        Upload upload = Upload.of(request, files.uploadBytesMax());
        return created(files.upload(caller, upload.name(), upload.mediaType(), upload.content()));
    }

    @POST
    @Path("{id}/versions")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Permitted("file:write")
    @Route(
            summary = "Upload a further version; executions go on using the version they were submitted with",
            body = "Upload",
            status = 201,
            answer = "File",
            problems = {
                ProblemType.UNKNOWN_FILE,
                ProblemType.FILE_TOO_LARGE,
                ProblemType.FILE_REFUSED,
                ProblemType.INVALID_UPLOAD
            })
    public Response addVersion(@Context Caller caller, @PathParam("id") String id, @Context HttpServletRequest request)
            throws IOException {
        Upload upload = Upload.of(request, files.uploadBytesMax());
        return created(files.addVersion(caller, id, upload.mediaType(), upload.content()));
    }

    @GET
    @Permitted("file:read")
    @Route(summary = "Newest versions of the files the caller may read, newest first", answer = "FilePage")
    public JsonObject list(
            @Context Caller caller,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int size = QueryText.limit(limit);
        List<StoredFile> found = files.list(caller, PageCursor.read(cursor, FileResource::id), size);
        return PageCursor.page(found, size, CatalogueJson::file, StoredFile::id);
    }

    @GET
    @Path("{id}")
    @Permitted("file:read")
    @Route(summary = "What is known about a file", answer = "File", problems = ProblemType.UNKNOWN_FILE)
    public JsonObject get(
            @Context Caller caller, @PathParam("id") String id, @QueryParam("version") @Nullable String version) {
        return CatalogueJson.file(files.get(caller, id, version(version)));
    }

    @GET
    @Path("{id}/versions")
    @Permitted("file:read")
    @Route(summary = "All versions of a file, oldest first", answer = "Files", problems = ProblemType.UNKNOWN_FILE)
    public JsonObject versions(@Context Caller caller, @PathParam("id") String id) {
        return Json.object()
                .put(
                        "items",
                        files.versions(caller, id).stream()
                                .map(CatalogueJson::file)
                                .toList())
                .build();
    }

    /** The bytes, as a download: whatever the file is, a browser must not show it as a page of this origin. */
    @GET
    @Path("{id}/content")
    @Produces(MediaType.WILDCARD)
    @Permitted("file:read")
    @Route(
            summary = "The content of a file, verified against its digest before the first byte",
            problems = {ProblemType.UNKNOWN_FILE, ProblemType.FILE_DAMAGED})
    public Response content(
            @Context Caller caller, @PathParam("id") String id, @QueryParam("version") @Nullable String version)
            throws IOException {
        OpenFile open = files.open(caller, id, version(version));
        StoredFile file = open.file();
        StreamingOutput bytes = out -> {
            try (open) {
                open.content().transferTo(out);
            }
        };
        return Response.ok(bytes, file.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, file.sizeBytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, Attachment.disposition(file.name()))
                .header("Repr-Digest", digest(file.sha256()))
                .build();
    }

    private static String id(String text) {
        if (!text.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Response created(StoredFile file) {
        return Response.status(Response.Status.CREATED)
                .entity(CatalogueJson.file(file))
                .header(HttpHeaders.LOCATION, ApiDoor.API + "/files/" + file.id() + "?version=" + file.version())
                .build();
    }

    /** RFC 9530. */
    private static String digest(String sha256) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)) + ":";
    }

    private static @Nullable Integer version(@Nullable String text) {
        return text == null ? null : (int) QueryText.integer("version", text, 1, 1, Integer.MAX_VALUE);
    }
}
