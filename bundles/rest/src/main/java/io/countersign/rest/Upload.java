package io.countersign.rest;

import io.countersign.core.file.FileTooLargeException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Supplier;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.servlet.ServletFileUpload;

/**
 * The one file of a form (RFC 7578), read straight from the connection: nothing of it is kept in memory or in a
 * temporary file here.
 *
 * @param content ends with an exception when the form is cut off or has a further part, so that nothing is kept
 */
record Upload(String name, String mediaType, InputStream content) {
    private static final String PART = "file";
    private static final long FORM_OVERHEAD_BYTES_MAX = 64 * 1024;

    /** Reads the form up to the first byte of the file. */
    static Upload of(HttpServletRequest request, long sizeBytesMax) throws IOException {
        return of(request, sizeBytesMax, () -> new FileTooLargeException(PART, sizeBytesMax));
    }

    /**
     * Like {@link #of(HttpServletRequest, long)} for what is not kept as a file.
     *
     * @param tooLarge what is thrown when the form says that it is too large; whoever reads the content counts
     */
    static Upload of(HttpServletRequest request, long sizeBytesMax, Supplier<? extends RuntimeException> tooLarge)
            throws IOException {
        if (request.getContentLengthLong() > sizeBytesMax + FORM_OVERHEAD_BYTES_MAX) {
            throw tooLarge.get();
        }
        try {
            FileItemIterator parts = new ServletFileUpload().getItemIterator(request);
            if (!parts.hasNext()) {
                throw invalid("the form has no part");
            }
            FileItemStream part = parts.next();
            if (part.isFormField() || !PART.equals(part.getFieldName()) || part.getName() == null) {
                throw invalid("the form begins with part '" + part.getFieldName() + "', which is not the file");
            }
            String type = Objects.requireNonNullElse(part.getContentType(), "");
            return new Upload(part.getName(), type, new OnlyPart(part.openStream(), parts));
        } catch (FileUploadException e) {
            throw invalid("the form cannot be read: " + e.getMessage());
        }
    }

    private static ProblemException invalid(String problem) {
        return new ProblemException(
                ProblemType.INVALID_UPLOAD,
                problem
                        + "; send exactly one part named 'file' with a file name, as 'curl -F file=@statement.csv' does");
    }

    /** Says that it is at its end only when the form is, too. */
    private static final class OnlyPart extends FilterInputStream {
        private final FileItemIterator parts;

        OnlyPart(InputStream part, FileItemIterator parts) {
            super(part);
            this.parts = parts;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int count = super.read(buffer, offset, length);
                if (count < 0 && parts.hasNext()) {
                    throw invalid("the form has more than one part");
                }
                return count;
            } catch (IOException | FileUploadException e) {
                throw invalid("the form cannot be read to its end: " + e.getMessage());
            }
        }
    }
}
