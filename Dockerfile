# The service with the strong encoder: docker compose up, or docker build --tag policykg .
# Every version is pinned: the base images here, the packages in requirements.lock and requirements-strong.lock.
# TORCH_INDEX is where the lock's CPU build of torch lies, as PyTorch's own site says (needed); PIP_INDEX_URL, if given, a mirror for everything else.

FROM python:3.11.14-slim-bookworm AS build
ARG TORCH_INDEX
ARG PIP_INDEX_URL
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
RUN python -m venv --without-pip /opt/policykg

# What the package needs, and nothing of the development extra that the lock holds as well.
COPY pyproject.toml requirements.lock requirements-strong.lock ./
RUN python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; print(*p['dependencies'], *p['optional-dependencies']['transformers'], sep='\n')" > needed.txt \
 && { test -n "$TORCH_INDEX" || { echo 'TORCH_INDEX is not set: where the CPU build of torch lies, see docs/docker.md' >&2; exit 1; }; } \
 && pip --python /opt/policykg/bin/python install --no-deps --index-url "$TORCH_INDEX" "$(grep '^torch==' requirements-strong.lock)" \
 && pip --python /opt/policykg/bin/python install --constraint requirements.lock --constraint requirements-strong.lock --requirement needed.txt \
 && rm -rf /opt/policykg/lib/python3.11/site-packages/torch/include /opt/policykg/lib/python3.11/site-packages/torch/test

COPY README.md CHANGELOG.md LICENSE ./
COPY kg kg
COPY search search
COPY api api
COPY seed seed
RUN pip install --constraint requirements.lock hatchling==1.33.0 trove-classifiers==2026.9.21.13 \
 && pip wheel --no-deps --no-build-isolation --wheel-dir wheel . \
 && pip --python /opt/policykg/bin/python install --no-deps wheel/*.whl

FROM python:3.11.14-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin policykg \
 && install --directory --owner policykg --group policykg /data
COPY --from=build /opt/policykg /opt/policykg
ENV PATH=/opt/policykg/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    POLICYKG_HOME=/data POLICYKG_ENCODER=strong
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=2m --retries=3 \
    CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["policykg"]
CMD ["serve", "--host", "0.0.0.0"]
