# The server with SQLite, as a user without rights. See docs/deployment.md#container.
#
#   ./mvnw -DskipTests package && docker build -t parley .

FROM eclipse-temurin:25-jre-noble

RUN useradd --uid 10001 --no-create-home --home-dir /data parley \
    && install --directory --owner=parley --group=parley --mode=0700 /data /files
COPY target/parley.jar /parley.jar

USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080 8000
# Docker only reports the result. A supervisor that restarts unhealthy containers has to ask for liveness instead.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://localhost:8080/actuator/health/readiness"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-jar", "/parley.jar"]
