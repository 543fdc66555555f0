"""The project: settings, URLs, serving, health. It knows `articles`; `articles` never knows it."""
