package dev.parley.http.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Serves the OpenAPI document of the API. It has nothing of users or messages, and needs no key. */
@Controller
@RequestMapping(ApiFilter.ROOT)
class DocumentController {

    private static final String DOCUMENT = "openapi.yaml";

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml"); // RFC 9512

    private final byte[] document;

    /** Reads the document. */
    DocumentController() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(DocumentController.class.getResourceAsStream(DOCUMENT), DOCUMENT)) {
            document = file.readAllBytes();
        }
    }

    /** Returns the document. */
    @GetMapping("/" + DOCUMENT)
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok()
                .contentType(YAML)
                .cacheControl(CacheControl.noCache())
                .body(document);
    }
}
