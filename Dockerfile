# tests/house/test_dockerfile.py runs these steps in a clean virtual environment: what is not plain pip has no place here.
ARG PYTHON=3.11

# The whole image has the C compiler that the kernel needs, the slim one has none.
FROM python:${PYTHON} AS build
RUN python -m venv /opt/copydesk
ENV PATH=/opt/copydesk/bin:$PATH
WORKDIR /src
# With the second reader: --build-arg LOCK=requirements-reader.lock
ARG LOCK=requirements.lock
COPY requirements.lock requirements-reader.lock ./
RUN pip install --require-hashes -r "$LOCK"
COPY pyproject.toml hatch_build.py LICENSE ./
COPY model model/
COPY service service/
COPY store store/
COPY training training/
RUN pip install --no-deps --no-build-isolation .

FROM python:${PYTHON}-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home copydesk
COPY --from=build /opt/copydesk /opt/copydesk
ENV PATH=/opt/copydesk/bin:$PATH \
    COPYDESK_HOST=0.0.0.0 \
    COPYDESK_PORT=8080 \
    COPYDESK_DATABASE=sqlite:////data/copydesk.db \
    COPYDESK_MODELS=/data/models \
    COPYDESK_SPOOL=/data/spool \
    COPYDESK_SECRET=/data/secret
WORKDIR /data
USER copydesk
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --start-interval=1s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"COPYDESK_PORT\"]}/healthz', timeout=2)"]
CMD ["copydesk", "serve"]
